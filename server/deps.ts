import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Database, isFileUrl } from "../db/client";
import type { KeyRing } from "./at-rest/seal";
import { type Inspect, inspectHere } from "./config-versions/inspect";
import type { DraftMemory } from "./draft-store/draft-cache";
import type { RunDraftTask } from "./draft-store/draft-tasks";
import { type Env, readEnv } from "./env";
import { createMailer, type SendMail } from "./mail";
import type { CallOut } from "./notifications/call-out";
import { databaseUrl, openProcessDatabase } from "./process-database";
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
  /** What drafts may keep in memory. Absent: as much as suits a process of its own. */
  draftMemory?: DraftMemory;
  /** Calls the address of a channel. Absent: by Node's own client. */
  callOut?: CallOut;
  /** Has the rollout of a group judged soon, because something happened that it may hang on. Absent: the background job comes by. */
  nudgeRollouts?: (groupId: string) => void;
  /** Sends a mail. Absent: none is set up. */
  sendMail?: SendMail;
  /** SHA-256 in hex of the agent that this host hands out; the set-up scripts pin it. */
  agentSha256: () => Promise<string>;
}

/** Where other processes write too, what one of them revoked is refused here within five seconds. */
const SHARED_MAX_AGE_MS = 4000;

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
  const runtimeApi = createRuntimeApi({ db, now, keys: secrets.keys, maxAgeMs, isHttps: env.url.startsWith("https:") });
  return { db, now, env, ...secrets, runtimeApi, agentSha256, inspect: inspectHere, sendMail: createMailer(env) };
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
