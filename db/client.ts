import { type Client, createClient } from "@libsql/client";
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

/** How long a connection waits for a file that another one holds. */
export const BUSY_TIMEOUT_MS = 5000;

/** A server that is busy has written nothing; the work is done again so often. */
const MOST_TRIES = 5;
const RETRY_MS = 50;

/** Whether a database of this URL is a file, which this process alone owns; any other is a server that others write to as well. */
export const isFileUrl = (url: string): boolean => url.startsWith("file:");

/** Whether the database was held by another writer, so that nothing was written. */
export const isBusy = (error: unknown): boolean => {
  // By code and never by message: a driver's message holds the parameters, and so what a user wrote.
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && typeof cause.code === "string" && cause.code.startsWith("SQLITE_BUSY")) return true;
  }
  return false;
};

/** Writes in order of arrival. What `attempt` throws goes to its caller alone. */
function inOrder(attempt: Database["write"]): Database["write"] {
  let tail: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = tail.then(() => attempt(work));
    tail = next.catch(() => undefined);
    return next;
  };
}

const transactionOn =
  (db: LibSQLDatabase<typeof schema>): Database["write"] =>
  (work) =>
    db.transaction((tx) => work(tx), { behavior: "immediate" });

/** Of a file: the first SQLITE_BUSY ends all writing. */
function untilBusy(write: Database["write"], onBusy: (error: unknown) => void): Database["write"] {
  let isPoisoned = false;
  return async (work) => {
    if (isPoisoned) throw new Error("The database was busy; the process is ending so that no write is lost.");
    try {
      return await write(work);
    } catch (error) {
      if (isBusy(error)) {
        isPoisoned = true;
        onBusy(error);
      }
      throw error;
    }
  };
}

/** Of a server: one that is busy has rolled back, so the work is done again after a pause. */
const retried =
  (write: Database["write"]): Database["write"] =>
  async (work) => {
    for (let tries = 1; ; tries++) {
      try {
        return await write(work);
      } catch (error) {
        if (!isBusy(error) || tries >= MOST_TRIES) throw error;
        await new Promise((done) => setTimeout(done, RETRY_MS * tries * (1 + Math.random())));
      }
    }
  };

const databaseOf = (client: Client, guard: (write: Database["write"]) => Database["write"]): Database => {
  const db = drizzle(client, { schema });
  return { read: db, write: inOrder(guard(transactionOn(db))), close: () => client.close() };
};

/** A database server is where the settings say, and nowhere that it points to. */
export const fetchNoFurther: typeof fetch = (input, init) => fetch(input, { ...init, redirect: "manual" });

/** A database behind HTTP (a libSQL server or Turso). Opens no connection yet, so that a request on the edge can have its own. */
export function connectDatabase(url: string, authToken: string | undefined): Database {
  return databaseOf(createClient({ url, fetch: fetchNoFurther, ...(authToken ? { authToken } : {}) }), retried);
}

/** The database answers, but Signalbox cannot run on it; the message says why and what to do. */
export class UnfitDatabaseError extends Error {
  override readonly name = "UnfitDatabaseError";
}

/** Throws `UnfitDatabaseError` where foreign keys are not enforced: the tenant fences stand on them. */
export async function assertForeignKeys({ read }: Database): Promise<void> {
  const on = await read.get<{ foreign_keys: number }>(sql`PRAGMA foreign_keys`);
  if (Number(on?.foreign_keys) !== 1) throw new UnfitDatabaseError("The database does not enforce foreign keys; Signalbox will not run on it.");
}

/**
 * Opens the database and asserts that foreign keys are enforced.
 * Of a file, `onBusy` must end the process: after one SQLITE_BUSY on a file connection later inserts may report success
 * and be lost (libsql-client-ts #352), so no write may be acknowledged any more.
 */
export async function openDatabase(
  url: string,
  authToken: string | undefined,
  onBusy: (error: unknown) => void,
  busyTimeoutMs = BUSY_TIMEOUT_MS,
): Promise<Database> {
  const db = isFileUrl(url) ? await openFile(url, onBusy, busyTimeoutMs) : connectDatabase(url, authToken);
  await assertForeignKeys(db);
  return db;
}

async function openFile(url: string, onBusy: (error: unknown) => void, busyTimeoutMs: number): Promise<Database> {
  const client = createClient({ url, concurrency: 4, timeout: busyTimeoutMs });
  await client.execute("PRAGMA journal_mode = WAL");
  return databaseOf(client, (write) => untilBusy(write, onBusy));
}
