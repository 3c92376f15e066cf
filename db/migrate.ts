import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Client, createClient } from "@libsql/client";
import { drizzle } from "drizzle-orm/libsql";
import { migrate } from "drizzle-orm/libsql/migrator";
import { BUSY_TIMEOUT_MS, fetchNoFurther, isBusy, isFileUrl } from "./client";

/** The database was written by a newer release. */
export class NewerSchemaError extends Error {
  override readonly name = "NewerSchemaError";
}

/** Nodes that start together on one server try again so often until one of them has migrated it. */
const MOST_TRIES = 10;
const RETRY_MS = 100;

/** When the newest migration was made that the database has; 0 where it has none. */
async function newestApplied(client: Client): Promise<number> {
  const applied = await client.execute("SELECT max(created_at) AS newest FROM __drizzle_migrations").catch((error: unknown) => {
    if (isBusy(error)) throw error;
    return null;
  });
  return Number(applied?.rows[0]?.newest ?? 0);
}

/**
 * Brings the database to this release's schema; idempotent, and safe beside another node that does the same to one
 * server. Throws `NewerSchemaError`, having changed nothing, where the database has migrations that this release does
 * not know.
 */
export async function migrateDatabase(url: string, authToken: string | undefined, folder: string): Promise<void> {
  const client = createClient({ url, timeout: BUSY_TIMEOUT_MS, fetch: fetchNoFurther, ...(authToken ? { authToken } : {}) });
  try {
    // safe because drizzle-kit writes the journal, and it ships with this release
    const journal = JSON.parse(readFileSync(join(folder, "meta", "_journal.json"), "utf8")) as { entries: { when: number }[] };
    const newestKnown = Math.max(0, ...journal.entries.map((entry) => entry.when));
    for (let tries = 1; ; tries++) {
      const newest = await newestApplied(client);
      if (newest > newestKnown) {
        throw new NewerSchemaError("The database was written by a newer Signalbox; start that release, or restore a backup of this one.");
      }
      try {
        return await migrate(drizzle(client), { migrationsFolder: folder });
      } catch (error) {
        // Another node was quicker, or is at it: what it did is found at the next try. A migration is one transaction.
        const isRaced = (await newestApplied(client)) !== newest || (isBusy(error) && !isFileUrl(url));
        if (!isRaced || tries >= MOST_TRIES) throw error;
        await new Promise((done) => setTimeout(done, RETRY_MS * tries));
      }
    }
  } finally {
    client.close();
  }
}
