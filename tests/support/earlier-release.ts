import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** Where this release's migrations are. */
export const MIGRATIONS = resolve("db", "migrations");

interface Journal {
  entries: { tag: string }[];
}

/** The list of the migrations in a folder. */
export const journalOf = (folder: string): Journal => JSON.parse(readFileSync(join(folder, "meta", "_journal.json"), "utf8")) as Journal; // safe because drizzle-kit wrote it

/** Puts into the folder the migrations of an earlier release: up to this one, and none after it. */
export function migrationsUpTo(tag: string, folder: string): string {
  cpSync(MIGRATIONS, folder, { recursive: true });
  const { entries, ...rest } = journalOf(folder);
  const earlier = entries.slice(0, entries.findIndex((each) => each.tag === tag) + 1);
  writeFileSync(join(folder, "meta", "_journal.json"), JSON.stringify({ ...rest, entries: earlier }));
  return folder;
}
