import { sql } from "drizzle-orm";
import { type Database, UnfitDatabaseError } from "./client";
import journal from "./migrations/meta/_journal.json";

/** When the newest migration of this release was made; the database notes it with each that it has. */
const newestMigration = Math.max(...journal.entries.map((entry) => entry.when));

/** For hosts and commands that do not migrate: throws `UnfitDatabaseError` where the tables are not the ones of this release. */
export async function assertMigrated({ read }: Database): Promise<void> {
  const tables = await read.all(sql`SELECT name FROM sqlite_master WHERE name = '__drizzle_migrations'`);
  const [row] = tables.length > 0 ? await read.all<{ newest: number }>(sql`SELECT max(created_at) AS newest FROM __drizzle_migrations`) : [];
  const newest = Number(row?.newest ?? 0);
  if (newest < newestMigration)
    throw new UnfitDatabaseError("The database lacks tables of this release: run npm run migrate, or npm start, with the settings of this command.");
  if (newest > newestMigration) throw new UnfitDatabaseError("The database was written by a newer Signalbox; deploy that release.");
}
