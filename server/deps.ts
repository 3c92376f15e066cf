import { resolve } from "node:path";
import { type Database, openDatabase } from "../db/client";
import { type Inspect, inspectConfig } from "./config-versions/inspect";
import { type Env, readEnv } from "./env";
import { createRuntimeApi, type RuntimeApi } from "./runtime-api/runtime-api";
import { loadSecrets } from "./secrets";

/** What the doors hand to the verbs: the database, the clock, the keys and the runtime API with its caches. */
export interface Deps {
  db: Database;
  now: () => number;
  dataKey: Uint8Array;
  authSecret: string;
  env: Env;
  runtimeApi: RuntimeApi;
  /** Inspects a document: in this thread, unless the host has a better place for it. */
  inspect: Inspect;
}

/** Where the database is: `DATABASE_URL`, else a file in the data folder. */
export const databaseUrl = (env: Env): string => env.DATABASE_URL ?? `file:${resolve(env.SIGNALBOX_DATA, "signalbox.db")}`;

/** Where other processes write too, what one of them revoked is refused here within five seconds. */
const SHARED_MAX_AGE_MS = 4000;

/** Opens everything once. A busy database ends the process, so that no write is acknowledged and lost. */
async function openDeps(env: Env): Promise<Deps> {
  const secrets = loadSecrets(env);
  const db = await openDatabase(databaseUrl(env), env.DATABASE_AUTH_TOKEN, () => {
    console.error("The database file is busy: another process holds it. Signalbox ends so that no write is lost; start it again once.");
    process.exit(1);
  });
  const now = () => Date.now();
  const isShared = !databaseUrl(env).startsWith("file:");
  const runtimeApi = createRuntimeApi({ db, now, dataKey: secrets.dataKey, maxAgeMs: isShared ? SHARED_MAX_AGE_MS : Infinity });
  return { db, now, env, ...secrets, runtimeApi, inspect: async (source) => inspectConfig(source) };
}

const KEY = Symbol.for("signalbox.deps");
// Module state exists once per bundle; what must be single per process lives on globalThis.
const holder: typeof globalThis & { [KEY]?: Promise<Deps> } = globalThis;

/** The process's dependencies, opened at first use. */
export const getDeps = (): Promise<Deps> => (holder[KEY] ??= openDeps(readEnv()));
