import { randomUUID } from "node:crypto";
import { getTableColumns } from "drizzle-orm";
import { expect, it } from "vitest";
import { runtimeInstances } from "@/db/schema/index";
import { createCaller } from "@/server/trpc/root";
import { allInstances } from "@/tests/support/all-instances";
import { createTrpcWorld } from "@/tests/support/trpc-world";

const SOURCE = "_format_version: '3.0'\nservices:\n- name: echo\n  host: echo.internal\n";

async function createConsoleWorld() {
  const world = await createTrpcWorld();
  const caller = createCaller(world.contextOf(world.ours.user));
  const at = { org: world.ours.slug, groupId: world.ours.groupId };
  const addInstance = async (hostname: string, of = world.ours) => {
    const id = randomUUID();
    const values = { id, orgId: of.orgId, groupId: of.groupId, hostname, credentialHash: id, firstSeenAt: world.clock.now, lastSeenAt: world.clock.now };
    await world.deps.db.write((tx) => tx.insert(runtimeInstances).values(values));
    return id;
  };
  return { ...world, caller, at, addInstance, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() };
}

/** What no page has news of when it changes alone: the text of a rejection comes with its time, a pin's note with the act, and when something changed with what did. The group has a test of its own. */
const NO_NEWS = [
  "id",
  "groupId",
  "orgId",
  "firstSeenAt",
  "lastSeenAt",
  "nodeReport",
  "rejectedStatus",
  "rejectedBody",
  "pinNote",
  "runningSince",
  "readyChangedAt",
  "credentialIssuedAt",
];

it("the stamp changes with every fact of an instance and every act, and stays when only the last sight of one changed", async () => {
  await using world = await createConsoleWorld();
  const { caller, at } = world;
  const change = (set: object) => world.deps.db.write((tx) => tx.update(runtimeInstances).set(set));
  const stamps = [await caller.runtimeGroups.stamp(at)];
  const expectNews = async () => {
    stamps.push(await caller.runtimeGroups.stamp(at));
    expect(new Set(stamps).size).toBe(stamps.length);
  };
  const id = await world.addInstance("gateway-1");
  await expectNews();
  await caller.configVersions.publish({ ...at, source: SOURCE, message: "first" });
  await expectNews();
  for (const [name, column] of Object.entries(getTableColumns(runtimeInstances))) {
    if (NO_NEWS.includes(name)) continue;
    await change({ [name]: column.dataType === "boolean" ? true : column.dataType === "number" ? 1 : column.dataType === "json" ? { a: "b" } : "other" });
    await expectNews().catch((error: unknown) => {
      throw new Error(`no news of ${name}`, { cause: error });
    });
  }
  await caller.instances.revoke({ ...at, instanceId: id });
  await expectNews();
  await change({ lastSeenAt: null });
  await expectNews();
  await change({ lastSeenAt: 1 });
  await expectNews();
  await change({ lastSeenAt: 2, nodeReport: "{}", isReady: true });
  expect(await caller.runtimeGroups.stamp(at)).toBe(stamps.at(-1));
  await world.deps.db.write((tx) => tx.delete(runtimeInstances));
  await expectNews();
});

it("an instance that moves to another group is news in both", async () => {
  await using world = await createConsoleWorld();
  const { caller, at } = world;
  await world.addInstance("gateway-1");
  const other = await caller.runtimeGroups.create({ org: at.org, name: "edge", description: "", labels: {}, pollIntervalSeconds: 15 });
  const stamps = () => Promise.all([at.groupId, other.id].map((groupId) => caller.runtimeGroups.stamp({ org: at.org, groupId })));
  const before = await stamps();
  await world.deps.db.write((tx) => tx.update(runtimeInstances).set({ groupId: other.id }));
  const after = await stamps();
  expect(after.map((stamp, index) => stamp === before[index])).toEqual([false, false]);
});

it("activity is found by the words that are read, by group, and page by page", async () => {
  await using world = await createConsoleWorld();
  const { caller, at } = world;
  const { id } = await caller.runtimeGroups.create({ org: at.org, name: "edge", description: "", labels: {}, pollIntervalSeconds: 15 });
  for (let count = 0; count < 60; count += 1) await caller.configVersions.publish({ ...at, source: SOURCE, message: "again" });
  const found = async (filter: { text?: string; groupId?: string; page?: number }) => caller.activity.list({ org: at.org, ...filter });
  expect((await found({ text: "Created the runtime" })).rows.map((row) => row.groupId)).toEqual([id]);
  expect((await found({ groupId: id })).total).toBe(1);
  expect(await found({ text: "%" })).toMatchObject({ total: 0, pages: 1 });
  const [first, second, past] = [await found({}), await found({ page: 2 }), await found({ page: 9 })];
  expect([first.total, first.rows.length, second.rows.length]).toEqual([61, 50, 11]);
  expect(past.rows).toEqual(second.rows);
  expect(first.rows[0]?.target).toBe("default v60");
});

it("search finds groups and instances by part of a name or id, and nothing of another org", async () => {
  await using world = await createConsoleWorld();
  const { caller, at } = world;
  const id = await world.addInstance("Gateway-1");
  await world.addInstance("gateway-2", world.theirs);
  const find = (text: string) => caller.search.find({ org: at.org, text });
  expect((await find("GATEWAY")).instances).toEqual([{ id, hostname: "Gateway-1", groupId: at.groupId, groupName: "default" }]);
  expect((await find(id.slice(0, 13))).instances).toHaveLength(1);
  expect((await find("_")).instances).toEqual([]);
  expect((await find("defau")).groups).toEqual([{ id: at.groupId, name: "default" }]);
});

it("a watch sees the one instance it waits for, or all first seen since", async () => {
  await using world = await createConsoleWorld();
  const { caller, at } = world;
  const id = await world.addInstance("old");
  world.clock.now += 5000;
  const since = world.clock.now;
  expect(await caller.instances.watch({ ...at, instanceId: null, since })).toEqual([]);
  await world.addInstance("new-1");
  await world.addInstance("new-2");
  expect((await caller.instances.watch({ ...at, instanceId: null, since })).map((each) => each.hostname)).toEqual(["new-1", "new-2"]);
  expect((await caller.instances.watch({ ...at, instanceId: id, since })).map((each) => each.hostname)).toEqual(["old"]);
});

it("the instances of a deleted group are listed as orphans", async () => {
  await using world = await createConsoleWorld();
  const { caller, at } = world;
  const id = await world.addInstance("gateway-1");
  expect(await caller.instances.listOrphaned({ org: at.org })).toMatchObject({ rows: [], total: 0 });
  await caller.runtimeGroups.delete({ ...at, confirmName: "default" });
  expect((await caller.instances.listOrphaned({ org: at.org })).rows.map((each) => each.id)).toEqual([id]);
});

it("an org is renamed under the same slug, and lists its members and public keys without a private one", async () => {
  await using world = await createConsoleWorld();
  const { caller, at } = world;
  await caller.org.update({ org: at.org, name: "Renamed" });
  expect(await caller.org.get({ org: at.org })).toMatchObject({ name: "Renamed", slug: at.org });
  expect((await caller.members.list({ org: at.org })).map((each) => [each.email, each.role])).toEqual([["ours@example.com", "owner"]]);
  const [key] = await caller.signingKeys.list({ org: at.org });
  expect(key?.publicPem).toContain("BEGIN PUBLIC KEY");
  expect(Object.keys(key ?? {}).sort()).toEqual(["createdAt", "id", "publicPem"]);
});

it("a fleet of more than one batch is counted and listed whole, each instance once, archived ones never; a revoked one is listed, but counts for nothing", async () => {
  await using world = await createConsoleWorld();
  const { caller, at } = world;
  const { id: other } = await caller.runtimeGroups.create({ org: at.org, name: "edge", description: "", labels: {}, pollIntervalSeconds: 15 });
  await caller.configVersions.publish({ ...at, source: SOURCE, message: "first" });
  const etag = (await caller.configVersions.list(at))[0]?.etag;
  const rows = Array.from({ length: 1203 }, (_, index) => ({
    id: randomUUID(),
    orgId: world.ours.orgId,
    groupId: index % 4 === 3 ? other : at.groupId,
    hostname: `node-${String(index).padStart(4, "0")}`,
    labels: { "a'b": 'c"d' },
    firstSeenAt: world.clock.now,
    lastSeenAt: world.clock.now,
    isReady: index % 8 === 0 ? false : null,
    runningEtag: index % 2 ? etag : null,
    gatewayVersion: index % 3 ? "3.9.1" : null,
    credentialHash: index === 2 ? null : `hash-${index}`,
    archivedAt: index >= 1200 ? 1 : null,
  }));
  for (let from = 0; from < rows.length; from += 200) await world.deps.db.write((tx) => tx.insert(runtimeInstances).values(rows.slice(from, from + 200)));
  const counts = (await caller.runtimeGroups.list({ org: at.org })).map((group) => [group.name, group.instances, group.gatewayVersions]);
  const none = { runningLive: 0, inSync: 0, pinned: 0, paused: 0, pending: 0, rejected: 0, drifted: 0, notReady: 0 };
  expect(counts).toEqual([
    ["default", { ...none, total: 899, connected: 899, runningLive: 300, inSync: 300, pending: 599, notReady: 150 }, ["3.9.1"]],
    ["edge", { ...none, total: 300, connected: 300 }, ["3.9.1"]],
  ]);
  expect((await caller.runtimeGroups.get(at)).instances).toEqual(counts[0]?.[1]);
  expect((await caller.configVersions.list(at))[0]?.instances).toBe(300);
  const listed = await allInstances(caller, at);
  expect(listed.map((each) => each.hostname)).toEqual(
    rows
      .slice(0, 1200)
      .filter((row) => row.groupId === at.groupId)
      .map((row) => row.hostname),
  );
  expect(listed.filter((each) => each.isRevoked).map((each) => each.hostname)).toEqual(["node-0002"]);
  expect(listed[1]).toMatchObject({
    labels: { "a'b": 'c"d' },
    isRevoked: false,
    isEphemeral: false,
    runningVersion: 1,
    state: { readiness: "unknown", sync: "in sync" },
  });
  expect(await caller.instances.list({ ...at, q: "node-000", sort: "-sync", filters: { readiness: "not ready" } })).toMatchObject({
    total: 2,
    pages: 1,
    outOf: 900,
    shown: [{ hostname: "node-0000" }, { hostname: "node-0008" }],
  });
});
