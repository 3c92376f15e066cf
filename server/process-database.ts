import { resolve } from "node:path";
import { type Database, openDatabase } from "../db/client";
import type { Env } from "./env";

/** Where the database is: `DATABASE_URL`, else a file in the data folder. */
export const databaseUrl = (env: Env): string => env.DATABASE_URL ?? `file:${resolve(env.SIGNALBOX_DATA, "signalbox.db")}`;

/** Opens the database of a process. A busy file ends it, so that no write is acknowledged and lost. */
export const openProcessDatabase = (env: Env): Promise<Database> =>
  openDatabase(databaseUrl(env), env.DATABASE_AUTH_TOKEN, () => {
    console.error("The database file is busy: another process holds it. Signalbox ends so that no write is lost; start it again once.");
    process.exit(1);
  });
