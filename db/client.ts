import { createClient } from "@libsql/client";
import { sql } from "drizzle-orm";
import { drizzle, type LibSQLDatabase } from "drizzle-orm/libsql";
import * as schema from "./schema/index";

/** A Drizzle handle or a transaction of it: what queries run on. */
export type Executor = Pick<LibSQLDatabase<typeof schema>, "select" | "insert" | "update" | "delete" | "run" | "all" | "get">;

/**
 * The database. Reads run at once; every write goes through `write`, one transaction at a time in order of arrival,
 * because concurrent transactions on a libSQL file fail with "database is locked".
 */
export interface Database {
  read: Executor;
  write<T>(work: (tx: Executor) => Promise<T>): Promise<T>;
  close(): void;
}

const isBusy = (error: unknown): boolean => {
  // By code and never by message: a driver's message holds the parameters, and so what a user wrote.
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && typeof cause.code === "string" && cause.code.startsWith("SQLITE_BUSY")) return true;
  }
  return false;
};

/**
 * Opens the database and asserts that foreign keys are enforced.
 * `onBusy` must end the process: after one SQLITE_BUSY on a file connection later inserts may report success and be
 * lost (libsql-client-ts #352), so no write may be acknowledged any more.
 */
export async function openDatabase(url: string, authToken: string | undefined, onBusy: (error: unknown) => void, busyTimeoutMs = 5000): Promise<Database> {
  const client = createClient({ url, ...(authToken ? { authToken } : {}), concurrency: 4, timeout: busyTimeoutMs });
  if (url.startsWith("file:")) await client.execute("PRAGMA journal_mode = WAL");
  const db = drizzle(client, { schema });
  const on = await db.get<{ foreign_keys: number }>(sql`PRAGMA foreign_keys`);
  if (Number(on?.foreign_keys) !== 1) throw new Error("The database does not enforce foreign keys; Signalbox will not run on it.");
  let tail: Promise<unknown> = Promise.resolve();
  let isPoisoned = false;
  return {
    read: db,
    write(work) {
      const next = tail.then(async () => {
        if (isPoisoned) throw new Error("The database was busy; the process is ending so that no write is lost.");
        try {
          return await db.transaction((tx) => work(tx), { behavior: "immediate" });
        } catch (error) {
          if (isBusy(error)) {
            isPoisoned = true;
            onBusy(error);
          }
          throw error;
        }
      });
      tail = next.catch(() => undefined);
      return next;
    },
    close: () => client.close(),
  };
}
