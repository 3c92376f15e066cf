import { randomBytes } from "node:crypto";
import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { createKeyRing, type KeyRing } from "./at-rest/seal";
import { type Env, SettingsError } from "./env";

/** Makes a secret once and keeps it in the data folder, mode 0600; later starts read it back. */
function keptSecret(folder: string, name: string): Buffer {
  const file = join(folder, name);
  if (!existsSync(file)) {
    // By a rename, so that a kill in the middle leaves no half secret.
    writeFileSync(`${file}.new`, randomBytes(32).toString("base64"), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  const secret = Buffer.from(readFileSync(file, "utf8").trim(), "base64");
  if (secret.length !== 32) throw new SettingsError(`${file} does not hold 32 bytes in base64; restore it from a backup.`);
  return secret;
}

/** Folder by folder: Node's own recursive mkdir never comes back where a folder cannot be made, below /proc for one. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

/** Makes the data folder, for its owner alone. Throws `SettingsError` where it cannot be written. */
export function ensureDataFolder(env: Env): void {
  try {
    makeFolder(resolve(env.SIGNALBOX_DATA));
    // With the slash a file of this name is told apart from a folder.
    accessSync(`${resolve(env.SIGNALBOX_DATA)}/`, constants.W_OK);
  } catch (error) {
    throw new SettingsError(
      `The data folder ${env.SIGNALBOX_DATA} cannot be written (${error instanceof Error ? error.message : "unknown cause"}); make it writable or set SIGNALBOX_DATA.`,
    );
  }
}

/** The data keys: the newest, and those that the settings name as older ones. */
export const keysOf = (env: Env, newest: Uint8Array): KeyRing =>
  createKeyRing(
    newest,
    (env.SIGNALBOX_OLD_DATA_KEYS ?? []).map((key) => Buffer.from(key, "base64")),
  );

/** The keys that nobody set come from the data folder; where both are set, none is needed. Throws `SettingsError` where it cannot be written. */
export function loadSecrets(env: Env): { keys: KeyRing; authSecret: string } {
  if (!env.SIGNALBOX_DATA_KEY || !env.AUTH_SECRET) ensureDataFolder(env);
  return {
    keys: keysOf(env, env.SIGNALBOX_DATA_KEY ? Buffer.from(env.SIGNALBOX_DATA_KEY, "base64") : keptSecret(env.SIGNALBOX_DATA, "data.key")),
    authSecret: env.AUTH_SECRET ?? keptSecret(env.SIGNALBOX_DATA, "auth.secret").toString("base64"),
  };
}
