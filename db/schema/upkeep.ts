import { sqliteTable, text } from "drizzle-orm/sqlite-core";
import { time } from "../columns";

/** What a release does to a database once, besides its migrations, and is done with: of no tenant. */
export const finishedUpkeep = sqliteTable("finished_upkeep", {
  name: text("name").primaryKey(),
  finishedAt: time("finished_at").notNull(),
});
