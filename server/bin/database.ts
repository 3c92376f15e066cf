import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { isFileUrl } from "../../db/client";
import { lockDatabaseFile } from "../../db/file-lock";
import { migrateDatabase } from "../../db/migrate";
import { assertMigrated } from "../../db/newest-migration";
import { chainOldEntries } from "../activity/chain-old-entries";
import { reseal, sealOldValues, type Upkeep } from "../at-rest/reseal";
import type { KeyRing } from "../at-rest/seal";
import { createResetLink } from "../auth/password-reset";
import { createSetupLink } from "../auth/setup";
import { type Env, readEnv, SettingsError } from "../env";
import { databaseUrl, openProcessDatabase } from "../process-database";
import { ensureDataFolder, loadSecrets } from "../secrets";
import { exitWith } from "./exit-with";

/** Takes the file for this process, which must own it; a database server has many, and leaves nothing in the data folder. */
export function lockDatabase(env: Env): void {
  const url = databaseUrl(env);
  if (!isFileUrl(url)) return;
  ensureDataFolder(env);
  lockDatabaseFile(url.replace(/^file:(\/\/)?/, ""));
}

/** Brings the tables up to date, seals what an earlier release kept in clear, and chains its audit entries. */
export async function migrateTables(env: Env): Promise<void> {
  await migrateDatabase(databaseUrl(env), env.DATABASE_AUTH_TOKEN, resolve("db", "migrations"));
  await withUpkeep(env, async (upkeep) => {
    await sealOldValues(upkeep);
    await chainOldEntries(upkeep.db, upkeep.now);
  });
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

const RESET_USAGE = "Usage: npm run reset-link -- EMAIL [--remove-second-factor]";

/** Prints a link to a new password for the account of an address, for who is locked out. A server may be serving from the file. */
export async function printResetLink(args: string[]): Promise<void> {
  const removesSecondFactor = args.includes("--remove-second-factor");
  const [email, ...more] = args.filter((arg) => arg !== "--remove-second-factor");
  if (email === undefined || more.length > 0 || email.startsWith("-")) {
    console.error(RESET_USAGE);
    process.exit(2);
  }
  try {
    const env = readEnv();
    if (isFileUrl(databaseUrl(env))) ensureDataFolder(env);
    const db = await openProcessDatabase(env);
    await assertMigrated(db);
    const link = await createResetLink({ db, env, now: () => Date.now() }, email, removesSecondFactor);
    db.close();
    if (link) console.log(link);
    else throw new SettingsError(`Nobody has an account with the address ${email}.`);
  } catch (error) {
    exitWith(error);
  }
}
