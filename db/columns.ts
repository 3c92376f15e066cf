import { integer, text } from "drizzle-orm/sqlite-core";

/** Primary key: a lower-case UUID made by the caller, so that it is known before the row exists. */
export const id = () => text("id").primaryKey();
/** The tenant. Every tenant table carries it, never null. */
export const orgId = () => text("org_id").notNull();
/** Milliseconds since the Unix epoch, from the injected clock. */
export const time = (name: string) => integer(name, { mode: "number" });
/** Labels as a JSON object of strings. */
export const labels = () => text("labels", { mode: "json" }).$type<Record<string, string>>().notNull().default({});
