import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type Database, isFileUrl, openDatabase } from "../db/client";
import type { KeyRing } from "./at-rest/seal";
import { type Inspect, inspectHere } from "./config-versions/inspect";
import type { RunDraftTask } from "./draft-store/draft-tasks";
import { type Env, readEnv } from "./env";
import { createRuntimeApi, type RuntimeApi } from "./runtime-api/runtime-api";
import { loadSecrets } from "./secrets";

/** What the doors hand to the verbs: the database, the clock, the keys and the runtime API with its caches. */
export interface Deps {
  db: Database;
  now: () => number;
  keys: KeyRing;
  authSecret: string;
  env: Env;
  runtimeApi: RuntimeApi;
  /** Inspects a document: in this thread, unless the host has a better place for it. */
  inspect: Inspect;
  /** Works on whole configurations. Absent: it is done in this thread. */
  runDraftTask?: RunDraftTask;
  /** SHA-256 in hex of the agent that this host hands out; the set-up scripts pin it. */
  agentSha256: () => Promise<string>;
}

/** Where the database is: `DATABASE_URL`, else a file in the data folder. */
export const databaseUrl = (env: Env): string => env.DATABASE_URL ?? `file:${resolve(env.SIGNALBOX_DATA, "signalbox.db")}`;

/** Where other processes write too, what one of them revoked is refused here within five seconds. */
const SHARED_MAX_AGE_MS = 4000;

/** Opens the database of a process. A busy file ends it, so that no write is acknowledged and lost. */
export const openProcessDatabase = (env: Env): Promise<Database> =>
  openDatabase(databaseUrl(env), env.DATABASE_AUTH_TOKEN, () => {
    console.error("The database file is busy: another process holds it. Signalbox ends so that no write is lost; start it again once.");
    process.exit(1);
  });

/** The hash of the agent in `public/`. */
export async function agentSha256(): Promise<string> {
  return createHash("sha256")
    .update(await readFile(join(process.cwd(), "public", "runtime-agent.sh")))
    .digest("hex");
}

/** Opens everything once, for a Node process. */
async function openDeps(env: Env): Promise<Deps> {
  const secrets = loadSecrets(env);
  const db = await openProcessDatabase(env);
  const now = () => Date.now();
  const maxAgeMs = isFileUrl(databaseUrl(env)) ? Infinity : SHARED_MAX_AGE_MS;
  const runtimeApi = createRuntimeApi({ db, now, keys: secrets.keys, maxAgeMs });
  return { db, now, env, ...secrets, runtimeApi, agentSha256, inspect: inspectHere };
}

const KEY = Symbol.for("signalbox.deps");
// Module state exists once per bundle; what must be single per host lives on globalThis.
const holder: typeof globalThis & { [KEY]?: Promise<Deps> } = globalThis;

/** The host's dependencies: what it provided, else a Node process's own, opened at first use, and again where that failed. */
export const getDeps = (): Promise<Deps> =>
  (holder[KEY] ??= openDeps(readEnv()).catch((error: unknown) => {
    delete holder[KEY];
    throw error;
  }));

/** For a host that is no Node process with a data folder: `getDeps` asks `current` at every call, in every bundle. */
export function provideDeps(current: () => Deps): void {
  Object.defineProperty(globalThis, KEY, { configurable: true, get: async () => current() });
}
