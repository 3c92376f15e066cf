import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Engine from "libsql";
import { expect, it } from "vitest";
import { migrateDatabase } from "@/db/migrate";
import { journalOf, MIGRATIONS, migrationsUpTo } from "@/tests/support/earlier-release";

const tablesOf = (engine: Engine.Database): string[] =>
  // safe because of what is selected
  (
    engine.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_\\_%' ESCAPE '\\'").all() as {
      name: string;
    }[]
  ).map(({ name }) => name);

type Rows = Record<string, Record<string, unknown>>;

/** A row with a value in every column. All texts are alike, ids too, so that every foreign key finds its parent. */
function fill(engine: Engine.Database): Rows {
  engine.exec("BEGIN; PRAGMA defer_foreign_keys = ON");
  const tables = tablesOf(engine).map((table) => {
    const columns = engine.prepare(`PRAGMA table_info(${table})`).all() as { name: string; type: string }[]; // safe because SQLite documents them
    const row = Object.fromEntries(columns.map(({ name, type }) => [name, type.toUpperCase() === "TEXT" ? "{}" : 1]));
    engine.prepare(`INSERT INTO ${table} (${Object.keys(row).join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`).run(...Object.values(row));
    return table;
  });
  engine.exec("COMMIT");
  // As they are once the triggers have counted.
  return Object.fromEntries(tables.map((table) => [table, engine.prepare(`SELECT * FROM ${table}`).all()[0]])) as Rows; // safe because each has a row now
}

/**
 * Where a later release keeps it: a document beside its version, once for each content; what its author typed is kept no more, nor
 * the number that ended sessions, which are rows by now.
 */
function moved({ config_versions: version = {}, users: { session_epoch: _epoch, ...user } = {}, ...rest }: Rows): Rows {
  const others = { ...rest, users: user };
  const { body, source: _, ...kept } = version;
  if (typeof body !== "string") return { config_versions: version, ...others };
  const { org_id, group_id, etag, size_bytes, entity_count, created_at } = version;
  return {
    config_versions: kept,
    config_contents: { org_id, group_id, etag, body: new TextEncoder().encode(body).buffer, size_bytes, entity_count, created_at },
    ...others,
  };
}

it.each(journalOf(MIGRATIONS).entries.slice(0, -1))("a database of $tag has every row of every table after all later migrations", async ({ tag }) => {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-migrations-"));
  const url = `file:${join(folder, "test.db")}`;
  await migrateDatabase(url, undefined, migrationsUpTo(tag, join(folder, "migrations")));
  const engine = new Engine(join(folder, "test.db"));
  engine.exec("PRAGMA foreign_keys = ON");
  const filled = fill(engine);
  expect(Object.keys(filled)).toContain("runtime_instances");
  await migrateDatabase(url, undefined, MIGRATIONS);
  for (const [table, row] of Object.entries(moved(filled))) expect([table, engine.prepare(`SELECT * FROM ${table}`).all()]).toMatchObject([table, [row]]);
  expect(engine.prepare("PRAGMA foreign_key_check").all()).toEqual([]);
  engine.close();
  rmSync(folder, { recursive: true });
});
