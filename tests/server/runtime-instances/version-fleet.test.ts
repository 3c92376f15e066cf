import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { applyRecords, rollouts, runtimeInstances } from "@/db/schema/index";
import { rejectedBodyPlace } from "@/server/at-rest/places";
import { sealText } from "@/server/at-rest/seal";
import { ADOPTIONS } from "@/server/domain/adoption";
import { RolloutStrategy } from "@/server/domain/rollout/strategy";
import { addNode } from "@/tests/support/nodes";
import { createRestWorld } from "@/tests/support/rest-world";
import { documentOf } from "@/tests/support/versions-world";

type Instance = typeof runtimeInstances.$inferInsert;

const MINUTE = 60_000;
const json = async (response: Response) => (await response.json()) as Record<string, unknown>; // safe because every body of the API is an object

/** A world with v1 and v2, which is live and in a rollout that has reached those with the label `stage=canary` alone. */
async function fleetWorld() {
  const world = await createRestWorld();
  // It has listened for long, so that silence tells something.
  world.clock.now += 120 * MINUTE;
  await world.publish("a.internal", "b.internal");
  const { orgId, groupId } = world.ours;
  const { db } = world.deps;
  const [old, etag] = [await world.etagOf(1), await world.etagOf(2)];
  const add = (hostname: string, values: Partial<Instance> = {}) =>
    addNode(db, world.ours, hostname, {
      plugins: ["key-auth"],
      runningEtag: old,
      lastSeenAt: world.clock.now,
      labels: { stage: "canary" },
      ...values,
    });
  const strategy = RolloutStrategy.parse({
    stages: [
      { reach: { selector: { stage: "canary" } }, gate: {} },
      { reach: { percent: 100 }, gate: {} },
    ],
  });
  const rollout = { id: randomUUID(), orgId, groupId, fromVersion: 1, toVersion: 2, strategy, state: "running" as const, stage: 0 };
  await db.write((tx) => tx.insert(rollouts).values({ ...rollout, stageStartedAt: 0, startedBy: "Ada", startedAt: 0 }));
  const set = (id: string, values: Partial<Instance>) => db.write((tx) => tx.update(runtimeInstances).set(values).where(eq(runtimeInstances.id, id)));
  const changeRollout = (values: Partial<typeof rollouts.$inferInsert>) => db.write((tx) => tx.update(rollouts).set(values).where(eq(rollouts.id, rollout.id)));
  return {
    ...world,
    rolloutId: rollout.id,
    etag,
    add,
    set,
    changeRollout,
    fleet: (state: object = {}) => world.caller.instances.listOfVersion({ ...world.at, number: 2, ...state }),
  };
}

it("each instance is told of why it does or does not run the version, and counted once", async () => {
  await using world = await fleetWorld();
  const { etag, clock, add } = world;
  await add("runs", { runningEtag: etag });
  const pending = await add("pending", { lastSeenAt: clock.now - 2 * MINUTE });
  await add("not-reached", { labels: {} });
  const refused = await add("rejected", { rejectedEtag: etag, rejectedStatus: 400, rejectedAt: clock.now - MINUTE });
  await add("pinned", { pinnedVersion: 1 });
  await add("paused", { pausedVersion: 1 });
  await add("drifted", { runningEtag: etag, driftedAt: 1 });
  await add("away", { lastSeenAt: clock.now - 60 * MINUTE });
  await add("never", { lastSeenAt: null, runningEtag: null });
  await add("revoked", { credentialHash: null });
  await add("archived", { archivedAt: 1 });
  const words = JSON.stringify({ flattened_errors: [{ entity_type: "service", entity_name: "echo", errors: [{ field: "host", message: "no such host" }] }] });
  await world.set(refused, { rejectedBody: await sealText(words, world.deps.keys, rejectedBodyPlace(world.ours.orgId, refused)) });
  const offer = {
    id: randomUUID(),
    orgId: world.ours.orgId,
    instanceId: pending,
    kind: "offered" as const,
    etag,
    versionNumber: 2,
    at: clock.now - 2 * MINUTE,
  };
  await world.deps.db.write((tx) => tx.insert(applyRecords).values(offer));

  const { counts, counting, isLive, rollout, shown } = await world.fleet({ sort: "-adoption" });
  expect(shown.map(({ hostname, adoption, reason }) => [hostname, adoption, reason])).toEqual([
    ["rejected", "rejected", "Its Kong refused it: service echo, field host: no such host"],
    ["drifted", "drifted", "Its config was changed on the node itself."],
    ["pending", "pending", "Offered, and not heard of since."],
    ["not-reached", "not reached", "Stage 2 of 2 of the rollout reaches it."],
    ["away", "away", "Away; ran v1 when it was last heard of."],
    ["paused", "paused", "Its updates are paused at v1."],
    ["pinned", "pinned", "Pinned to v1."],
    ["never", "never connected", "Enrolled, and never asked for its config."],
    ["revoked", "revoked", "Its credential is revoked: it takes no more config."],
    ["runs", "runs it", "Runs it."],
  ]);
  expect([isLive, rollout, counting, Object.values(counts).reduce((sum, each) => sum + each)]).toEqual([true, "running, stage 1 of 2", 5, 10]);
  const byHost = new Map(shown.map((row) => [row.hostname, row]));
  expect(byHost.get("pending")?.since).toBe(offer.at);
  // The service is found by its name in the document that was refused, so that it can be opened.
  expect(byHost.get("rejected")).toMatchObject({
    since: clock.now - MINUTE,
    errors: [{ entityName: "echo", entityId: expect.stringMatching(/^[0-9a-f-]{36}$/) }],
  });

  const filtered = await world.fleet({ filters: { adoption: "rejected" } });
  expect([filtered.shown.map(({ hostname }) => hostname), filtered.total, filtered.outOf]).toEqual([["rejected"], 1, 10]);
  const { text, count } = await world.caller.instances.exportOfVersion({ ...world.at, number: 2 });
  const lines = text.trimEnd().split("\r\n");
  expect([count, lines.length, lines[0]]).toEqual([10, 11, "host,id,labels,gatewayVersion,adoption,reason,since,runningVersion,expectedVersion,lastSeen"]);
  expect(lines.find((line) => line.startsWith("rejected,"))).toContain('"Its Kong refused it: service echo, field host: no such host"');
});

it("who lacks a plugin of the version is told so before its Kong refuses it", async () => {
  await using world = await fleetWorld();
  const source = documentOf("c.internal", "plugins:\n- name: cors\n");
  await world.caller.configVersions.publish({ ...world.at, source, message: "m", activeRollout: { supersede: world.rolloutId } });
  await world.add("lacks");
  const { shown } = await world.fleet({ number: 3 });
  expect(shown).toMatchObject([
    { adoption: "incompatible", reason: "Config version v3 uses the plugin cors, which this node has not loaded.", causes: [{ entity: { name: "cors" } }] },
  ]);
});

it("by the API: a page after the other, by what an instance is to the version", async () => {
  await using world = await fleetWorld();
  for (let at = 0; at < 5; at++) await world.add(`n${at}`, at % 2 ? {} : { runningEtag: world.etag });
  const path = `${world.group}/config-versions/2/instances?adoption=runs%20it&limit=2`;
  const first = await json(await world.ask("GET", path));
  const second = await json(await world.ask("GET", `${path}&cursor=${String(first.next_cursor)}`));
  expect([first.items, second.items, second.next_cursor]).toMatchObject([[{ adoption: "runs it" }, { adoption: "runs it" }], [{ adoption: "runs it" }], null]);
  expect((await world.ask("GET", `${world.group}/config-versions/9/instances`)).status).toBe(404);
});

it("a wait for the fleet ends well once every instance that counts runs it, and says to ask again while one has not answered", async () => {
  await using world = await fleetWorld();
  const [a, b] = [await world.add("a"), await world.add("b", { labels: {} })];
  await world.add("pinned", { pinnedVersion: 1 });
  await world.add("away", { lastSeenAt: 1 });
  const wait = (seconds: number) => world.ask("GET", `${world.group}/wait?version=2&timeout=${seconds}`);
  const early = await wait(0);
  expect([early.status, await json(early)]).toMatchObject([
    409,
    { reason: "stillPending", adoption: { pending: 2, adoptions: { pending: 1, "not reached": 1, pinned: 1, away: 1 } } },
  ]);
  const waiting = wait(60);
  await world.set(a, { runningEtag: world.etag });
  await world.changeRollout({ state: "completed", stage: 1, endedAt: 1 });
  await world.set(b, { runningEtag: world.etag });
  const done = await waiting;
  expect([done.status, await json(done)]).toMatchObject([200, { isApplied: true, inSync: 2, others: [] }]);
});

it("where all are away a wait proves nothing, and goes on until one is there", async () => {
  await using world = await fleetWorld();
  const { etag, clock } = world;
  await world.changeRollout({ state: "completed", stage: 1, endedAt: 1 });
  const id = await world.add("away", { lastSeenAt: clock.now - 60 * MINUTE, runningEtag: etag });
  const path = `${world.group}/wait?version=2`;
  const early = await world.ask("GET", `${path}&timeout=0`);
  expect([early.status, await json(early)]).toMatchObject([409, { reason: "stillPending", adoption: { isApplied: false, inSync: 0, away: 1 } }]);
  await world.set(id, { lastSeenAt: clock.now });
  expect((await world.ask("GET", `${path}&timeout=0`)).status).toBe(200);
});

it("who could not be heard of, since Signalbox was away, is waited for", async () => {
  await using world = await fleetWorld();
  const { etag, clock } = world;
  await world.changeRollout({ state: "completed", stage: 1, endedAt: 1 });
  await world.add("back", { lastSeenAt: clock.now, runningEtag: etag });
  await world.add("behind", { lastSeenAt: clock.now - 60 * MINUTE });
  const adoptions = async (listeningSince: number) => {
    Object.defineProperty(world.deps.runtimeApi, "listeningSince", { value: listeningSince, configurable: true });
    return (await world.fleet()).counts;
  };
  expect(await adoptions(0)).toMatchObject({ "runs it": 1, away: 1, pending: 0 });
  expect(await adoptions(clock.now)).toMatchObject({ "runs it": 1, away: 0, pending: 1 });
});

it("a wait for the fleet ends with the first refusal, though others have not answered", async () => {
  await using world = await fleetWorld();
  const [bad] = [await world.add("bad"), await world.add("slow")];
  const waiting = world.ask("GET", `${world.group}/wait?version=2&timeout=60`);
  await world.set(bad, { rejectedEtag: world.etag, rejectedStatus: 400, rejectedAt: 1 });
  const refused = await waiting;
  expect([refused.status, await json(refused)]).toMatchObject([
    409,
    { reason: "notApplied", adoption: { rejected: 1, pending: 1, others: [{ hostname: "bad", adoption: "rejected" }, { hostname: "slow" }] } },
  ]);
});

it.each([{ state: "halted" as const }, { state: "abandoned" as const, endedAt: 1 }])("a wait for the fleet ends where the rollout is %o", async (change) => {
  await using world = await fleetWorld();
  await world.add("later", { labels: {} });
  const waiting = world.ask("GET", `${world.group}/wait?version=2&timeout=60`);
  await world.changeRollout(change);
  expect(await json(await waiting)).toMatchObject({ status: 409, reason: "notApplied", adoption: { adoptions: { "not reached": 1 } } });
});

it("a wait for a version that is live no more ends at once", async () => {
  await using world = await fleetWorld();
  await world.add("a");
  expect(await json(await world.ask("GET", `${world.group}/wait?version=1&timeout=60`))).toMatchObject({ reason: "notApplied", adoption: { isLive: false } });
  expect((await world.ask("GET", `${world.group}/wait?version=9`)).status).toBe(404);
  expect((await world.ask("GET", `${world.group}/wait`)).status).toBe(422);
});

it("no adoption is left out of the counts", async () => {
  await using world = await fleetWorld();
  expect(Object.keys((await world.fleet()).counts)).toEqual([...ADOPTIONS]);
});
