import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import Engine from "libsql";
import { expect, it } from "vitest";
import { openDatabase, UnfitDatabaseError } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { contentPlace, nodeReportPlace } from "@/server/at-rest/places";
import { reseal, sealOldValues, type Upkeep } from "@/server/at-rest/reseal";
import { createKeyRing, isSealedByNewest, type KeyRing, openBytes, openText } from "@/server/at-rest/seal";
import { MIGRATIONS, migrationsUpTo } from "@/tests/support/earlier-release";

const [OLD, NEW] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
const SECRETS = { document: "hunter2-in-the-document", rejection: "hunter3-in-the-rejection", report: "hunter4-in-the-report" };
const INSTANCES = 3000;
const [ORG, GROUP] = ["org", "group"];

/** A database as the release before sealing left it, with secrets in clear and rests of what was deleted. */
async function createOldDatabase() {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-reseal-"));
  const data = join(folder, "data");
  mkdirSync(data);
  const file = join(data, "signalbox.db");
  await migrateDatabase(`file:${file}`, undefined, migrationsUpTo("0002_instance_changes", join(folder, "migrations")));
  const engine = new Engine(file);
  engine.exec(`PRAGMA journal_mode = WAL; BEGIN; INSERT INTO orgs VALUES ('${ORG}', 'org', 'Org', 1);
    INSERT INTO runtime_groups (id, org_id, name, live_version, created_at, updated_at) VALUES ('${GROUP}', '${ORG}', 'default', 30, 1, 1)`);
  const body = JSON.stringify({ _format_version: "3.0", services: [{ name: "a", host: SECRETS.document.repeat(300) }] });
  const version = engine.prepare(
    "INSERT INTO config_versions (id, org_id, group_id, number, etag, body, source, message, author_name, entity_count, size_bytes, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, 'm', 'a', 1, ?, 1)",
  );
  for (let number = 1; number <= 30; number++)
    version.run(randomUUID(), ORG, GROUP, number, `etag-${number % 10}`, body, `# ${SECRETS.document}\n${body}`, body.length);
  const instance = engine.prepare(
    "INSERT INTO runtime_instances (id, org_id, group_id, hostname, first_seen_at, node_report, rejected_body) VALUES (?, ?, ?, 'h', 1, ?, ?)",
  );
  for (let count = 0; count < INSTANCES; count++) instance.run(`i-${count}`, ORG, GROUP, `{"key":"${SECRETS.report}"}`, SECRETS.rejection);
  engine.exec("COMMIT; DELETE FROM runtime_instances WHERE id = 'i-1'");
  engine.close();
  const url = `file:${file}`;
  return {
    file,
    url,
    body,
    /** Does the work in this process. */
    async withUpkeep<T>(keys: KeyRing, work: (upkeep: Upkeep) => Promise<T>): Promise<T> {
      const db = await openDatabase(url, undefined, (error) => {
        throw error;
      });
      try {
        return await work({ db, url, keys: () => keys, now: () => 1, say: () => undefined });
      } finally {
        db.close();
      }
    },
    /** Runs an npm command, and kills it once `isTime`. */
    async run(command: string, env: Record<string, string>, isTime?: () => boolean) {
      const child = spawn(process.execPath, ["server/bin/bootstrap.mjs", command], { env: { ...process.env, SIGNALBOX_DATA: data, ...env } });
      let said = "";
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
      const ended = new Promise<number | null>((done) => void child.once("close", done));
      while (isTime && child.exitCode === null && !isTime()) await sleep(5);
      if (isTime) child.kill("SIGKILL");
      return { code: await ended, said };
    },
    read<T>(work: (engine: Engine.Database) => T): T {
      const reader = new Engine(file);
      try {
        return work(reader);
      } finally {
        reader.close();
      }
    },
    /** All bytes that are on the disk. */
    dump: () => Buffer.concat([file, `${file}-wal`].filter((each) => existsSync(each)).map((each) => readFileSync(each))),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

type Old = Awaited<ReturnType<typeof createOldDatabase>>;

const reports = (old: Old) =>
  old.read((engine) => engine.prepare("SELECT id, node_report FROM runtime_instances ORDER BY id").all() as { id: string; node_report: string }[]); // safe because of what is selected
const countNewest = (old: Old, key: Buffer) => reports(old).filter((row) => isSealedByNewest(row.node_report, createKeyRing(key))).length;
const contents = (old: Old) =>
  old.read((engine) => engine.prepare("SELECT etag, body FROM config_contents ORDER BY etag").all() as { etag: string; body: ArrayBuffer }[]); // safe because of what is selected
const settings = (newest: Buffer, ...older: Buffer[]) => ({
  SIGNALBOX_DATA_KEY: newest.toString("base64"),
  ...(older.length > 0 ? { SIGNALBOX_OLD_DATA_KEYS: older.map((key) => key.toString("base64")).join(", ") } : {}),
});

/** Kills the command in the middle of it, and gives how many of the reports it had sealed by then. */
async function killHalfway(old: Old, command: string, env: Record<string, string>, key: Buffer): Promise<number> {
  await old.run(command, env, () => existsSync(`${old.file}-wal`) && countNewest(old, key) > INSTANCES / 4);
  return countNewest(old, key);
}

it(
  "what an earlier release kept in clear is sealed by npm run migrate, killed in the middle too, and no byte of it is left",
  { timeout: 300_000 },
  async () => {
    using old = await createOldDatabase();
    expect(Object.values(SECRETS).filter((secret) => !old.dump().includes(secret))).toEqual([]);
    const half = await killHalfway(old, "migrate", settings(OLD), OLD);
    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(INSTANCES - 1);
    expect((await old.run("migrate", settings(OLD))).said).toMatch(
      /^Sealed \d+ values that an earlier release kept in clear\.\nThe database is up to date\.\n$/,
    );
    expect(Object.values(SECRETS).filter((secret) => old.dump().includes(secret))).toEqual([]);
    const keys = createKeyRing(OLD);
    expect(await Promise.all(reports(old).map(({ id, node_report }) => openText(node_report, keys, nodeReportPlace(ORG, id))))).toEqual(
      Array.from({ length: INSTANCES - 1 }, () => `{"key":"${SECRETS.report}"}`),
    );
    const documents = await Promise.all(
      contents(old).map(async ({ etag, body }) => (await openBytes(new Uint8Array(body), keys, contentPlace(ORG, GROUP, etag))).toString()),
    );
    expect(documents).toEqual(Array.from({ length: 10 }, () => old.body));
    const said: string[] = [];
    await old.withUpkeep(keys, (upkeep) => sealOldValues({ ...upkeep, say: (line) => said.push(line) }));
    expect(said).toEqual([]);
  },
);

it("npm run reseal puts everything under the newest key, killed in the middle too; the older key is not needed any more", { timeout: 300_000 }, async () => {
  using old = await createOldDatabase();
  await migrateDatabase(old.url, undefined, MIGRATIONS);
  const [first, both, keys] = [createKeyRing(OLD), createKeyRing(NEW, [OLD]), createKeyRing(NEW)];
  await old.withUpkeep(first, sealOldValues);
  await expect(old.withUpkeep(keys, reseal)).rejects.toThrow(UnfitDatabaseError);
  const half = await killHalfway(old, "reseal", settings(NEW, OLD), NEW);
  expect(half).toBeGreaterThan(0);
  expect(half).toBeLessThan(INSTANCES - 1);
  await Promise.all(reports(old).map(({ id, node_report }) => openText(node_report, both, nodeReportPlace(ORG, id))));
  expect((await old.run("reseal", settings(NEW, OLD))).said).toMatch(/^Sealed \d+ values again\. Everything is sealed with the newest data key/);
  await Promise.all(reports(old).map(({ id, node_report }) => openText(node_report, keys, nodeReportPlace(ORG, id))));
  expect(contents(old).every(({ body }) => isSealedByNewest(new Uint8Array(body), keys))).toBe(true);
  expect(await old.withUpkeep(keys, reseal)).toBe(0);
});
