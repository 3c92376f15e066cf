import { randomUUID } from "node:crypto";
import { asc, eq, isNull } from "drizzle-orm";
import { expect, it } from "vitest";
import { events, openConditions, runtimeInstances } from "@/db/schema/index";
import { mintOrgDb } from "@/db/scoped";
import { deriveInstanceConditions } from "@/server/conditions/derive-instance-conditions";
import { SETTLED_MS } from "@/server/domain/notifications/condition";
import { createCaller } from "@/server/trpc/root";
import { createWorld } from "@/tests/support/world";
import { createTrpcWorld } from "@/tests/support/trpc-world";

const SECOND_MS = 1000;
const HOUR_MS = 3600 * SECOND_MS;
const nothing = async () => undefined;

/** A group with instances that run what is live, and looks that derive conditions of them. */
async function createFleet(count = 1) {
  const world = await createTrpcWorld();
  const { deps, ours, clock } = world;
  const caller = createCaller(world.contextOf(ours.user));
  const at = { org: ours.slug, groupId: ours.groupId };
  await caller.configVersions.publish({ ...at, source: "_format_version: '3.0'\nservices: [{ name: echo, host: echo.internal }]", message: "first" });
  const [live] = await caller.configVersions.list(at);
  const ids = Array.from({ length: count }, () => randomUUID()).sort();
  const row = (id: string, index: number) => ({
    id,
    orgId: ours.orgId,
    groupId: ours.groupId,
    credentialHash: id,
    hostname: `node-${index}`,
    labels: { zone: "a" },
    firstSeenAt: 1,
    lastSeenAt: clock.now,
    runningEtag: live?.etag ?? "",
    isReady: true,
  });
  await deps.db.write(async (tx) => {
    for (let from = 0; from < count; from += 500)
      await tx.insert(runtimeInstances).values(ids.slice(from, from + 500).map((id, index) => row(id, from + index)));
  });
  return {
    ...world,
    caller,
    at,
    etag: live?.etag ?? "",
    id: ids[0] ?? "",
    /** `listeningSince`: as of a process that has heard nobody before. `meanwhile` happens after the facts were read, before what they tell is written. */
    look({ listeningSince, meanwhile = nothing }: { listeningSince?: number; meanwhile?: () => Promise<unknown> } = {}) {
      const { db, runtimeApi } = deps;
      const late = mintOrgDb({ ...db, write: async (work) => meanwhile().then(() => db.write(work)) }, ours.orgId);
      const heard = { ...runtimeApi, listeningSince: listeningSince ?? runtimeApi.listeningSince };
      return deriveInstanceConditions({ ...deps, runtimeApi: heard }, late, nothing);
    },
    change: (values: Partial<typeof runtimeInstances.$inferInsert>) => deps.db.write((tx) => tx.update(runtimeInstances).set(values)),
    /** The kinds of events, but for the publish that is the first. */
    told: async () => (await deps.db.read.select().from(events).where(eq(events.orgId, ours.orgId)).orderBy(asc(events.seq))).slice(1),
    open: async () => (await deps.db.read.select().from(openConditions).where(isNull(openConditions.overSince))).map(({ kind }) => kind),
    /** A minute goes by, in which everybody is heard of. */
    async settle() {
      clock.now += SETTLED_MS;
      await deps.db.write((tx) => tx.update(runtimeInstances).set({ lastSeenAt: clock.now }));
    },
  };
}

it("an instance that is well raises nothing, however often one looks", async () => {
  await using fleet = await createFleet();
  await fleet.look();
  await fleet.look();
  expect([await fleet.told(), await fleet.open()]).toEqual([[], []]);
});

it("silence is told twice, as stale and as disconnected, each once, and its end once", async () => {
  await using fleet = await createFleet();
  const { clock, look, change } = fleet;
  clock.now += 100 * SECOND_MS;
  await look();
  await look();
  expect(await fleet.open()).toEqual(["stale"]);
  clock.now += HOUR_MS;
  await look();
  expect(await fleet.open()).toEqual(["offline"]);
  await change({ lastSeenAt: clock.now });
  await look();
  await fleet.settle();
  await look();
  await look();
  expect(await fleet.open()).toEqual([]);
  const told = (await fleet.told()).map(({ kind, instanceName, labels, detail }) => ({ kind, instanceName, labels, detail }));
  const about = { instanceName: "node-0", labels: { zone: "a" } };
  expect(told).toEqual([
    { kind: "stale", ...about, detail: {} },
    { kind: "offline", ...about, detail: {} },
    { kind: "recovered", ...about, detail: { from: "offline" } },
  ]);
});

it("an outage of Signalbox is told of no instance, and ends nothing that was told before; who stays silent after it is told of", async () => {
  await using fleet = await createFleet(2);
  const { clock, look, deps } = fleet;
  const isHere = eq(runtimeInstances.hostname, "node-0");
  clock.now += HOUR_MS;
  await deps.db.write((tx) => tx.update(runtimeInstances).set({ lastSeenAt: clock.now, isReady: false }).where(isHere));
  await look();
  expect((await fleet.open()).sort()).toEqual(["notReady", "offline"]);
  clock.now += HOUR_MS;
  const listeningSince = clock.now;
  await look({ listeningSince });
  expect((await fleet.open()).sort()).toEqual(["notReady", "offline"]);
  clock.now += 11 * 60 * SECOND_MS;
  await look({ listeningSince });
  expect((await fleet.told()).map(({ kind, instanceName }) => [kind, instanceName])).toEqual([
    ["notReady", "node-0"],
    ["offline", "node-1"],
    ["offline", "node-0"],
  ]);
});

it("what a node reports while its facts are looked at is not taken for over", async () => {
  await using fleet = await createFleet();
  await fleet.change({ driftedAt: 1 });
  await fleet.look();
  await fleet.change({ driftedAt: null });
  await fleet.look({ meanwhile: () => fleet.change({ driftedAt: 2 }) });
  expect(await fleet.open()).toEqual(["drifted"]);
  await fleet.change({ driftedAt: null });
  await fleet.look();
  await fleet.settle();
  await fleet.look({ meanwhile: () => fleet.change({ driftedAt: 3 }) });
  await fleet.look();
  expect(await fleet.open()).toEqual(["drifted"]);
  await fleet.change({ driftedAt: null });
  await fleet.look();
  await fleet.settle();
  await fleet.look();
  expect((await fleet.told()).map(({ kind }) => kind)).toEqual(["drifted", "recovered"]);
});

it("a version that is refused is told once, a further one anew, and what a node runs then is told as its recovery", async () => {
  await using fleet = await createFleet();
  await fleet.change({ rejectedEtag: fleet.etag });
  await fleet.look();
  await fleet.look();
  await fleet.change({ rejectedEtag: null });
  await fleet.look();
  await fleet.settle();
  await fleet.look();
  expect((await fleet.told()).map(({ kind, detail }) => [kind, detail])).toEqual([
    ["rejected", { version: 1 }],
    ["recovered", { from: "rejected" }],
  ]);
});

it.each([
  ["notReady", { isReady: false }, { isReady: true }],
  ["drifted", { driftedAt: 1 }, { driftedAt: null }],
] as const)("%s is told when it begins and when it is over", async (kind, bad, good) => {
  await using fleet = await createFleet();
  await fleet.change(bad);
  await fleet.look();
  await fleet.change(good);
  await fleet.look();
  await fleet.settle();
  await fleet.look();
  expect((await fleet.told()).map((event) => event.kind)).toEqual([kind, "recovered"]);
});

it("one that comes and goes is told of once, and that it is well once it has been so for a minute; meanwhile it needs no attention", async () => {
  await using fleet = await createFleet();
  const lines = async () => (await fleet.caller.conditions.list({ org: fleet.at.org })).length;
  for (let times = 0; times < 5; times++) {
    await fleet.change({ isReady: false });
    await fleet.look();
    expect(await lines()).toBe(1);
    fleet.clock.now += 20 * SECOND_MS;
    await fleet.change({ isReady: true, lastSeenAt: fleet.clock.now });
    await fleet.look();
    expect(await lines()).toBe(0);
    fleet.clock.now += 20 * SECOND_MS;
    await fleet.change({ lastSeenAt: fleet.clock.now });
    await fleet.look();
  }
  expect((await fleet.told()).map(({ kind }) => kind)).toEqual(["notReady"]);
  await fleet.settle();
  await fleet.look();
  await fleet.look();
  expect((await fleet.told()).map(({ kind }) => kind)).toEqual(["notReady", "recovered"]);
  await fleet.change({ isReady: false });
  await fleet.look();
  expect((await fleet.told()).map(({ kind }) => kind)).toEqual(["notReady", "recovered", "notReady"]);
});

it.each([
  ["archived", { archivedAt: 1 }],
  ["revoked", { credentialHash: null }],
])("of one that was %s nothing needs attention any more, and nobody is told that it is well", async (_, values) => {
  await using fleet = await createFleet();
  await fleet.change({ isReady: false });
  await fleet.look();
  expect(await fleet.open()).toEqual(["notReady"]);
  await fleet.change(values);
  await fleet.look();
  expect(await fleet.open()).toEqual([]);
  expect((await fleet.told()).map(({ kind }) => kind)).toEqual(["notReady"]);
});

it("a deleted group takes its conditions along", async () => {
  await using fleet = await createFleet();
  await fleet.change({ isReady: false });
  await fleet.look();
  await fleet.caller.runtimeGroups.delete({ ...fleet.at, confirmName: "default" });
  await fleet.look();
  expect(await fleet.open()).toEqual([]);
});

it("few are a line each with a name, many of one kind are one line with their number, gravest first", async () => {
  await using fleet = await createFleet(5);
  const lines = async () =>
    (await fleet.caller.conditions.list({ org: fleet.at.org })).map(({ text, tone, count, groupName }) => [text, tone, count, groupName]);
  await fleet.deps.db.write((tx) => tx.update(runtimeInstances).set({ isReady: false }).where(eq(runtimeInstances.hostname, "node-3")));
  await fleet.look();
  expect(await lines()).toEqual([["node-3 is not ready to take traffic", "warn", 1, "default"]]);
  await fleet.change({ isReady: false, rejectedEtag: fleet.etag });
  await fleet.look();
  expect(await lines()).toEqual([
    ["5 instances rejected a config version", "danger", 5, "default"],
    ["5 instances are not ready to take traffic", "warn", 5, "default"],
  ]);
  expect((await fleet.caller.conditions.listOfGroup(fleet.at)).map(({ count }) => count)).toEqual([5, 5]);
});

it("10,000 instances lost at once are told each, and are one line; the next look finds nothing new", async () => {
  await using fleet = await createFleet(10_000);
  fleet.clock.now += HOUR_MS;
  await fleet.look();
  await fleet.look();
  expect(await fleet.told()).toHaveLength(10_000);
  expect(await fleet.caller.conditions.list({ org: fleet.at.org })).toMatchObject([{ kind: "offline", count: 10_000, subject: null }]);
});

it("what a node reports opens its condition and tells of it in the report's own transaction, once for each version", async () => {
  await using world = await createWorld();
  const { instanceId, credential } = await world.enroll(world.ours);
  const first = await world.publish(world.ours, { services: [] });
  const second = await world.publish(world.ours, { services: [{ name: "a" }] });
  const report = (kind: string, etag: string) =>
    world.request("POST", `/reports/${kind}`, { token: credential, headers: { "Config-ETag": etag, "Kong-Status": "400" }, body: "{}" });
  for (const etag of [first.etag, first.etag, second.etag, second.etag]) expect((await report("rejected", etag)).status).toBe(204);
  await report("drift", second.etag);
  const told = await world.db.read.select().from(events).orderBy(asc(events.seq));
  expect(told.map(({ kind, instanceId: id, instanceName, groupName, detail }) => [kind, id, instanceName, groupName, detail])).toEqual([
    ["rejected", instanceId, "node-1", "default", { version: 1 }],
    ["rejected", instanceId, "node-1", "default", { version: 2 }],
    ["drifted", instanceId, "node-1", "default", {}],
  ]);
});
