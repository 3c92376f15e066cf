import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createClient } from "@libsql/client";
import { drizzle } from "drizzle-orm/libsql";
import { migrate } from "drizzle-orm/libsql/migrator";

/** The database was written by a newer release. */
export class NewerSchemaError extends Error {
  override readonly name = "NewerSchemaError";
}

/**
 * Brings the database to this release's schema; idempotent. Throws `NewerSchemaError`, having changed nothing, where
 * the database has migrations that this release does not know.
 */
export async function migrateDatabase(url: string, authToken: string | undefined, folder: string): Promise<void> {
  const client = createClient({ url, ...(authToken ? { authToken } : {}) });
  try {
    // safe because drizzle-kit writes the journal, and it ships with this release
    const journal = JSON.parse(readFileSync(join(folder, "meta", "_journal.json"), "utf8")) as { entries: { when: number }[] };
    const newestKnown = Math.max(0, ...journal.entries.map((entry) => entry.when));
    const applied = await client.execute("SELECT max(created_at) AS newest FROM __drizzle_migrations").catch(() => null);
    if (Number(applied?.rows[0]?.newest ?? 0) > newestKnown) {
      throw new NewerSchemaError("The database was written by a newer Signalbox; start that release, or restore a backup of this one.");
    }
    await migrate(drizzle(client), { migrationsFolder: folder });
  } finally {
    client.close();
  }
}
