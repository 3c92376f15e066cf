import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { resolve } from "node:path";
import next from "next";
import { isFileUrl } from "../../db/client";
import { lockDatabaseFile } from "../../db/file-lock";
import { migrateDatabase } from "../../db/migrate";
import { assertMigrated } from "../../db/newest-migration";
import { reseal, sealOldValues, type Upkeep } from "../at-rest/reseal";
import type { KeyRing } from "../at-rest/seal";
import { createSetupLink } from "../auth/setup";
import { forgetOldTries } from "../auth/sign-in";
import { databaseUrl, type Deps, getDeps, openProcessDatabase } from "../deps";
import { type Env, readEnv, SettingsError } from "../env";
import { ensureDataFolder, loadSecrets } from "../secrets";
import { buildConsole } from "./build";
import { readDevelopmentEnv, seedDevelopment } from "./development";
import { exitWith } from "./exit-with";
import { createDraftsBeside } from "./drafts-beside";
import { createInspectBeside } from "./inspect-beside";
import { createThreadBeside } from "./thread-beside";
import { createRuntimeServer, drain } from "./runtime-listener";

/** The longest that a request in progress is waited for. */
const DRAIN_MS = 10_000;
/** A browser's live-reload socket never ends by itself. */
const DEV_DRAIN_MS = 1000;
const SWEEP_MS = 60_000;

function listen(server: Server, env: Env): Promise<void> {
  return new Promise((done, fail) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === "EADDRINUSE";
      fail(
        new SettingsError(
          isTaken ? `Port ${env.PORT} is taken; stop what listens there or set PORT.` : `Cannot listen on ${env.HOST}:${env.PORT}: ${error.message}`,
        ),
      );
    });
    server.listen(env.PORT, env.HOST, done);
  });
}

/** Throws `SettingsError` where the port is taken. */
async function assertPortFree(env: Env): Promise<void> {
  const probe = createServer();
  await listen(probe, env);
  await new Promise((done) => probe.close(done));
}

/** On SIGTERM every request that came is answered, the waiting polls at once; then what is still in memory is written. */
function stopOnSignal(server: Server, { runtimeApi, db }: Deps, mostMs: number): void {
  const stop = async () => {
    setTimeout(() => process.exit(0), mostMs).unref();
    const drained = drain(server);
    await runtimeApi.close();
    await drained;
    await runtimeApi.flush();
    db.close();
  };
  for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => void stop().finally(() => process.exit(0)));
}

/**
 * Migrates, then serves: `/api/runtime/*` is answered before Next sees it (a factor of 25 in requests a second), all
 * else by Next. On SIGTERM it stops listening, answers what it was asked, and ends.
 */
export async function serve(isDev: boolean): Promise<void> {
  try {
    const env = isDev ? readDevelopmentEnv() : readEnv();
    if (!isDev && env.SEED) throw new SettingsError("SEED is for npm run dev alone; unset it.");
    // What may stand in the way comes before the build, so that it is told at once.
    await assertPortFree(env);
    lockDatabase(env);
    const seeded = isDev ? await seedDevelopment(env) : null;
    await migrateTables(env);
    if (!isDev) buildConsole();
    process.env.NEXT_TELEMETRY_DISABLED = "1";
    process.env.AUTH_URL ??= env.url;
    const deps = await getDeps();
    const ask = createThreadBeside();
    deps.inspect = createInspectBeside({ ask });
    deps.runDraftTask = createDraftsBeside(ask);
    const app = next({ dev: isDev, dir: process.cwd(), hostname: env.HOST, port: env.PORT });
    await app.prepare();
    const handleByNext = app.getRequestHandler();
    const server = createRuntimeServer(deps.runtimeApi, (request, response) => void handleByNext(request, response), env.SIGNALBOX_PROXIES);
    await listen(server, env);
    console.log(`Signalbox is at ${env.url}`);
    if (seeded) console.log(`Sign in as ${seeded.email} with ${seeded.password}`);
    const link = await createSetupLink(deps);
    if (link) console.log(`Set up the first organization (valid 1 hour, once): ${link}`);
    // A failed sweep is done again with the next one.
    setInterval(() => void Promise.allSettled([deps.runtimeApi.sweep(), forgetOldTries(deps)]), SWEEP_MS).unref();
    stopOnSignal(server, deps, isDev ? DEV_DRAIN_MS : DRAIN_MS);
  } catch (error) {
    exitWith(error);
  }
}

/** One process owns a file; a database server has many, and leaves nothing in the data folder. */
function lockDatabase(env: Env): void {
  const url = databaseUrl(env);
  if (!isFileUrl(url)) return;
  ensureDataFolder(env);
  lockDatabaseFile(url.replace(/^file:(\/\/)?/, ""));
}

/** Brings the tables up to date, and seals what an earlier release kept in clear. */
async function migrateTables(env: Env): Promise<void> {
  await migrateDatabase(databaseUrl(env), env.DATABASE_AUTH_TOKEN, resolve("db", "migrations"));
  await withUpkeep(env, sealOldValues);
}

async function withUpkeep<T>(env: Env, work: (upkeep: Upkeep) => Promise<T>): Promise<T> {
  const db = await openProcessDatabase(env);
  try {
    return await work({ db, url: databaseUrl(env), keys: () => sharedKeys(env), now: () => Date.now(), say: (line) => console.log(line) });
  } finally {
    db.close();
  }
}

/** A key that is made here would open nothing elsewhere, so that a database server's must be given. */
function sharedKeys(env: Env): KeyRing {
  const isKept = isFileUrl(databaseUrl(env)) || existsSync(resolve(env.SIGNALBOX_DATA, "data.key"));
  if (!env.SIGNALBOX_DATA_KEY && !isKept)
    throw new SettingsError("SIGNALBOX_DATA_KEY: not set. The database holds what is to be sealed; give the key that its servers have.");
  return loadSecrets(env).keys;
}

/** Brings the tables up to date and ends: for hosts that do not do it themselves, such as an edge worker. */
export async function migrate(): Promise<void> {
  try {
    const env = readEnv();
    lockDatabase(env);
    await migrateTables(env);
    console.log("The database is up to date.");
  } catch (error) {
    exitWith(error);
  }
}

/** Seals everything with the newest data key, so that older ones can be forgotten, and ends. */
export async function resealDatabase(): Promise<void> {
  try {
    const env = readEnv();
    lockDatabase(env);
    await migrateTables(env);
    const count = await withUpkeep(env, reseal);
    console.log(`Sealed ${count} values again. Everything is sealed with the newest data key; SIGNALBOX_OLD_DATA_KEYS can be unset.`);
  } catch (error) {
    exitWith(error);
  }
}

/** Prints a new set-up link, or says why there is none. It changes no table: a server may be serving from the file. */
export async function printSetupLink(): Promise<void> {
  try {
    const env = readEnv();
    if (isFileUrl(databaseUrl(env))) ensureDataFolder(env);
    const db = await openProcessDatabase(env);
    await assertMigrated(db);
    const link = await createSetupLink({ db, env, now: () => Date.now() });
    console.log(link ?? "Signalbox is set up already: sign in, or ask an Owner.");
    db.close();
  } catch (error) {
    exitWith(error);
  }
}
