import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createClient } from "@libsql/client/web";
import { sql } from "drizzle-orm";
import Engine from "libsql";
import { expect, it } from "vitest";
import { openDatabase } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { assertMigrated } from "@/db/newest-migration";
import { readGroupTarget } from "@/db/queries/group-measures";
import { selectPointer } from "@/db/queries/runtime";
import { configVersions, orgs, rollouts, runtimeGroups, selectorPins } from "@/db/schema/index";
import { mintRuntimeDb } from "@/db/scoped";
import { RolloutStrategy } from "@/server/domain/rollout/strategy";
import { startHranaServer } from "@/tests/support/hrana-server";

/** A migrated database behind HTTP. */
async function createHttpWorld() {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-http-"));
  const server = await startHranaServer(join(folder, "test.db"));
  await migrateDatabase(server.url, undefined, resolve("db", "migrations"));
  const db = await openDatabase(server.url, undefined, (error) => {
    throw error;
  });
  /** Holds the write lock until what it answers is called. */
  const lock = () => {
    const other = new Engine(join(folder, "test.db"));
    other.exec("BEGIN IMMEDIATE");
    return () => {
      other.exec("ROLLBACK");
      other.close();
    };
  };
  return {
    server,
    db,
    lock,
    async [Symbol.asyncDispose]() {
      db.close();
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const org = (slug: string) => ({ id: `org-${slug}`, slug, name: slug, createdAt: 1 });

it("a transaction over HTTP is kept whole, or not at all, and holds no connection afterwards", async () => {
  await using world = await createHttpWorld();
  await world.db.write((tx) => tx.insert(orgs).values(org("kept")));
  const failing = world.db.write(async (tx) => {
    await tx.insert(orgs).values(org("lost"));
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  expect((await world.db.read.select().from(orgs)).map((each) => each.slug)).toEqual(["kept"]);
  await expect.poll(() => world.server.counts.openStreams()).toBe(0);
});

it("a server that points elsewhere is followed nowhere, so that no other is asked or shown the token", async () => {
  await using world = await createHttpWorld();
  const asked: (string | undefined)[] = [];
  const elsewhere = createServer((request, response) => {
    asked.push(request.url);
    response.writeHead(307, { Location: `${world.server.url}${request.url}` }).end();
  });
  await new Promise<void>((done) => void elsewhere.listen(0, "127.0.0.1", done));
  const address = elsewhere.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  await expect(openDatabase(url, "a token", (error) => Promise.reject(error))).rejects.toThrow();
  await expect(migrateDatabase(url, "a token", resolve("db", "migrations"))).rejects.toThrow();
  expect(asked.length).toBeGreaterThan(1);
  await new Promise((done) => elsewhere.close(done));
});

it("foreign keys hold over HTTP", async () => {
  await using world = await createHttpWorld();
  const group = { id: "g", orgId: "nobody", name: "default", createdAt: 1, updatedAt: 1 };
  await expect(world.db.write((tx) => tx.insert(runtimeGroups).values(group))).rejects.toMatchObject({
    cause: { message: expect.stringContaining("FOREIGN KEY") },
  });
});

it("writers of several processes take turns; none is lost and none is refused", async () => {
  await using world = await createHttpWorld();
  const others = await Promise.all(Array.from({ length: 8 }, () => openDatabase(world.server.url, undefined, (error) => Promise.reject(error))));
  const add = (index: number) =>
    others[index % others.length]?.write(async (tx) => {
      const [count] = await tx.select({ n: sql<number>`count(*)` }).from(orgs);
      await tx.insert(orgs).values(org(`o${count?.n}`));
    });
  await Promise.all(Array.from({ length: 80 }, (_, index) => add(index)));
  expect((await world.db.read.select().from(orgs)).map((each) => each.slug).sort()).toEqual(Array.from({ length: 80 }, (_, index) => `o${index}`).sort());
  for (const each of others) each.close();
});

it("a write that finds the server busy is done again, once, and ends no process", async () => {
  await using world = await createHttpWorld();
  const release = world.lock();
  const before = world.server.counts.requests;
  const write = world.db.write((tx) => tx.insert(orgs).values(org("patient")));
  await expect.poll(() => world.server.counts.requests - before).toBeGreaterThan(1);
  release();
  await write;
  expect((await world.db.read.select().from(orgs)).map((each) => each.slug)).toEqual(["patient"]);
});

it("a server that stays busy refuses the write, and takes the next one once it is free", async () => {
  await using world = await createHttpWorld();
  const release = world.lock();
  await expect(world.db.write((tx) => tx.insert(orgs).values(org("refused")))).rejects.toThrow();
  release();
  await world.db.write((tx) => tx.insert(orgs).values(org("taken")));
  expect((await world.db.read.select().from(orgs)).map((each) => each.slug)).toEqual(["taken"]);
});

it("a server without this release's tables is told so, one of a newer release too", async () => {
  await using world = await createHttpWorld();
  await assertMigrated(world.db);
  await world.db.write((tx) => tx.run(sql`UPDATE __drizzle_migrations SET created_at = created_at + 1`));
  await expect(assertMigrated(world.db)).rejects.toThrow("newer");
  await world.db.write((tx) => tx.run(sql`DROP TABLE __drizzle_migrations`));
  await expect(assertMigrated(world.db)).rejects.toThrow("npm run migrate");
});

it("what a group asks of its instances is read in one row: the rollout of what is live alone, the newest selector pin first, each version with its tag", async () => {
  await using world = await createHttpWorld();
  const [orgId, groupId] = ["org-a", "g"];
  const strategy = RolloutStrategy.parse({ stages: [{ reach: { percent: 100 }, gate: {} }] });
  const rollout = { orgId, groupId, strategy, stage: 0, stageStartedAt: 1, startedBy: "a", startedAt: 1 };
  const pin = { orgId, groupId, createdBy: "a" };
  await world.db.write(async (tx) => {
    await tx.insert(orgs).values(org("a"));
    await tx.insert(runtimeGroups).values({ id: groupId, orgId, name: "default", liveVersion: 4, createdAt: 1, updatedAt: 1 });
    const about = { orgId, groupId, message: "m", authorName: "a", entityCount: 0, sizeBytes: 2, createdAt: 1 };
    await tx.insert(configVersions).values([1, 2, 3, 4, 5].map((number) => ({ ...about, id: `v${number}`, number, etag: `e${number}` })));
    await tx.insert(rollouts).values([
      { ...rollout, id: "older", fromVersion: 1, toVersion: 3, state: "superseded", endedAt: 1 },
      { ...rollout, id: "newer", fromVersion: 3, toVersion: 4, state: "running" },
    ]);
    await tx.insert(selectorPins).values([
      { ...pin, id: "p1", selector: { zone: "a" }, versionNumber: 2, createdAt: 1 },
      { ...pin, id: "p2", selector: { zone: "b" }, versionNumber: 2, createdAt: 2 },
    ]);
  });
  const row = await selectPointer(mintRuntimeDb(world.db, { orgId, groupId, instanceId: "i" }));
  const { target, etagOf } = readGroupTarget(row ?? { target: "null", etags: "[]" });
  expect(target).toEqual({
    liveVersion: 4,
    rollout: { id: "newer", fromVersion: 3, toVersion: 4, state: "running", stage: 0, stages: strategy.stages },
    selectorPins: [
      { selector: { zone: "b" }, versionNumber: 2 },
      { selector: { zone: "a" }, versionNumber: 2 },
    ],
  });
  expect([...etagOf].sort()).toEqual([
    [2, "e2"],
    [3, "e3"],
    [4, "e4"],
  ]);
});

it("every kind of value goes over HTTP and back", async () => {
  await using world = await createHttpWorld();
  const client = createClient({ url: world.server.url, intMode: "bigint" });
  const args = [1n, 9007199254740993n, 1.5, "héllo", new Uint8Array([0, 255]), null];
  const [row] = (await client.execute({ sql: "SELECT ?, ?, ?, ?, ?, ?", args })).rows;
  expect(Array.from({ length: 6 }, (_, index) => row?.[index])).toEqual([1n, 9007199254740993n, 1.5, "héllo", new Uint8Array([0, 255]).buffer, null]);
  const named = await client.execute({ sql: "SELECT :a AS a, @b AS b", args: { a: "x", b: "y" } });
  expect(named.rows[0]).toMatchObject({ a: "x", b: "y" });
  await client.executeMultiple("CREATE TABLE t (x INTEGER); INSERT INTO t VALUES (1), (2);");
  const answers = await client.batch(["INSERT INTO t VALUES (3)", "SELECT count(*) AS n FROM t", "DELETE FROM t RETURNING x"], "write");
  expect(answers.map((each) => [each.rowsAffected, each.rows.length])).toEqual([
    [1, 0],
    [0, 1],
    [3, 3],
  ]);
  await expect(client.batch(["INSERT INTO t VALUES (4)", "INSERT INTO nowhere VALUES (1)"], "write")).rejects.toThrow("no such table");
  expect((await client.execute("SELECT count(*) AS n FROM t")).rows[0]?.n).toBe(0n);
  client.close();
});

it("nodes that start together on one new server all find it migrated", async () => {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-http-"));
  const server = await startHranaServer(join(folder, "test.db"));
  const migrated = await Promise.allSettled(Array.from({ length: 4 }, () => migrateDatabase(server.url, undefined, resolve("db", "migrations"))));
  expect(migrated.map((each) => each.status)).toEqual(Array(4).fill("fulfilled"));
  const db = await openDatabase(server.url, undefined, (error) => Promise.reject(error));
  await assertMigrated(db);
  const applied = await db.read.all(sql`SELECT created_at FROM __drizzle_migrations`);
  expect(new Set(applied.map((row) => JSON.stringify(row))).size).toBe(applied.length);
  db.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});
