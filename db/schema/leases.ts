import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { time } from "../columns";

/**
 * Who does a job of the background at the moment, and when it is due next: of no tenant. `epoch` grows each time that it is taken, so
 * that whoever lost it finds out before it writes.
 */
export const leases = sqliteTable("leases", {
  job: text("job").primaryKey(),
  /** Null: nobody. */
  holder: text("holder"),
  /** From when on somebody else may take it, whatever became of its holder. */
  expiresAt: time("expires_at").notNull(),
  dueAt: time("due_at").notNull(),
  epoch: integer("epoch").notNull(),
});
