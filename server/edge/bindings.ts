import { z } from "zod";
import type { KeyRing } from "../at-rest/seal";
import { type Env, readEnv, SettingsError } from "../env";
import { keysOf } from "../secrets";

/** What a worker is given: settings and secrets as texts, and the static files. */
export type Bindings = Record<string, unknown> & { ASSETS?: { fetch(url: string): Promise<Response> } };

/** A worker has no data folder: what Node makes there once must be given here. */
const REQUIRED = ["DATABASE_URL", "SIGNALBOX_URL", "SIGNALBOX_DATA_KEY", "AUTH_SECRET"] as const;

const Texts = z.record(z.string(), z.unknown()).transform((bindings) => {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(bindings)) if (typeof value === "string") texts[name] = value;
  return texts;
});

/** Reads and checks the worker's settings. Throws `SettingsError` naming each that is missing or wrong. */
export function readBindings(bindings: Bindings): { env: Env; databaseUrl: string; keys: KeyRing; authSecret: string } {
  const texts = Texts.parse(bindings);
  const missing = REQUIRED.filter((name) => !texts[name]);
  if (missing.length > 0) throw new SettingsError(`${missing.join(", ")}: not set. A worker keeps no files, so give it by: wrangler secret put NAME`);
  const env = readEnv(texts);
  const { DATABASE_URL = "", SIGNALBOX_DATA_KEY = "", AUTH_SECRET = "" } = env;
  if (DATABASE_URL.startsWith("file:"))
    throw new SettingsError("DATABASE_URL: a worker keeps no files; give the URL of a libSQL server (libsql:// or https://).");
  return { env, databaseUrl: DATABASE_URL, keys: keysOf(env, Buffer.from(SIGNALBOX_DATA_KEY, "base64")), authSecret: AUTH_SECRET };
}
