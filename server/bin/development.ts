import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Env, readEnv, SettingsError } from "../env";
import { ensureDataFolder } from "../secrets";
import { addEmulatedFleet } from "../seed/emulated-fleet";
import { addSampleOrg, publishSamples, SAMPLE_OWNER } from "../seed/sample-org";
import { openStory } from "../seed/story";

const FOLDER = "data-dev";

/** The settings of `npm run dev`. Without a data folder or database of one's choice: a folder of its own for each SEED. */
export function readDevelopmentEnv(): Env {
  const given = readEnv();
  const isOwn = !process.env.SIGNALBOX_DATA && !process.env.DATABASE_URL;
  if (!isOwn && given.SEED) throw new SettingsError("SEED fills a folder of npm run dev's own: unset SEED, or SIGNALBOX_DATA and DATABASE_URL.");
  if (!isOwn) return given;
  process.env.SEED ||= "small";
  process.env.SIGNALBOX_DATA = join(FOLDER, process.env.SEED);
  return readEnv();
}

/**
 * Fills a folder of development once with what its SEED names, and gives the owner's sign-in, which is kept there. Null
 * where there is nothing to sign in to yet, or the folder is not one of development's own. Call with
 * the database locked, before the server opens it: what a seeding left half done is removed.
 */
export async function seedDevelopment(env: Env): Promise<{ email: string; password: string } | null> {
  if (!env.SEED || env.SEED === "empty" || env.DATABASE_URL) return null;
  const file = join(env.SIGNALBOX_DATA, "owner.password");
  if (!existsSync(file)) {
    ensureDataFolder(env);
    // What is there was left by a seeding that did not come to its end. The lock is the caller's own.
    const left = readdirSync(env.SIGNALBOX_DATA).filter((name) => !name.endsWith(".lock"));
    for (const name of left) rmSync(join(env.SIGNALBOX_DATA, name), { recursive: true });
    const password = randomBytes(9).toString("base64url");
    const story = await openStory(env);
    try {
      const org = await addSampleOrg(story, password);
      if (env.SEED === "fleet") await addEmulatedFleet(story, org);
      else await publishSamples(org, story, Infinity, 0);
    } finally {
      await story.close();
    }
    writeFileSync(file, password, { mode: 0o600 });
  }
  return { email: SAMPLE_OWNER.email, password: readFileSync(file, "utf8") };
}
