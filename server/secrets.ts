import { randomBytes } from "node:crypto";
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Env, SettingsError } from "./env";

/** Makes a secret once and keeps it in the data folder, mode 0600; later starts read it back. */
function keptSecret(folder: string, name: string): Buffer {
  const file = join(folder, name);
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString("base64"), { mode: 0o600, flag: "wx" });
  const secret = Buffer.from(readFileSync(file, "utf8").trim(), "base64");
  if (secret.length !== 32) throw new SettingsError(`${file} does not hold 32 bytes in base64; restore it from a backup.`);
  return secret;
}

/** Makes the data folder, for its owner alone. Throws `SettingsError` where it cannot be written. */
export function ensureDataFolder(env: Env): void {
  try {
    mkdirSync(env.SIGNALBOX_DATA, { recursive: true, mode: 0o700 });
    accessSync(env.SIGNALBOX_DATA, constants.W_OK);
  } catch (error) {
    throw new SettingsError(
      `The data folder ${env.SIGNALBOX_DATA} cannot be written (${error instanceof Error ? error.message : "unknown cause"}); make it writable or set SIGNALBOX_DATA.`,
    );
  }
}

/** The keys that nobody set come from the data folder; where both are set, none is needed. Throws `SettingsError` where it cannot be written. */
export function loadSecrets(env: Env): { dataKey: Uint8Array; authSecret: string } {
  if (!env.SIGNALBOX_DATA_KEY || !env.AUTH_SECRET) ensureDataFolder(env);
  return {
    dataKey: env.SIGNALBOX_DATA_KEY ? Buffer.from(env.SIGNALBOX_DATA_KEY, "base64") : keptSecret(env.SIGNALBOX_DATA, "data.key"),
    authSecret: env.AUTH_SECRET ?? keptSecret(env.SIGNALBOX_DATA, "auth.secret").toString("base64"),
  };
}
