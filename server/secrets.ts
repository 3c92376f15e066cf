import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
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

/** The keys that nobody set come from the data folder. Throws `SettingsError` where that folder cannot be written. */
export function loadSecrets(env: Env): { dataKey: Uint8Array; authSecret: string } {
  try {
    mkdirSync(env.SIGNALBOX_DATA, { recursive: true, mode: 0o700 });
    return {
      dataKey: env.SIGNALBOX_DATA_KEY ? Buffer.from(env.SIGNALBOX_DATA_KEY, "base64") : keptSecret(env.SIGNALBOX_DATA, "data.key"),
      authSecret: env.AUTH_SECRET ?? keptSecret(env.SIGNALBOX_DATA, "auth.secret").toString("base64"),
    };
  } catch (error) {
    if (error instanceof SettingsError) throw error;
    throw new SettingsError(
      `The data folder ${env.SIGNALBOX_DATA} cannot be written (${error instanceof Error ? error.message : "unknown cause"}); make it writable or set SIGNALBOX_DATA.`,
    );
  }
}
