import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { applyRecords, auditEntries, configContents, runtimeInstances } from "@/db/schema/index";
import { createCaller } from "@/server/trpc/root";
import { createFleetWorld } from "@/tests/support/fleet-world";

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "OK",
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

it("a pin names a config version and why, an unpin takes it away, and each is told with what was before", async () => {
  await using world = await createFleetWorld();
  const { caller, at } = world;
  await world.publish("a.internal");
  await world.publish("b.internal");
  const [one] = await world.addInstances(1);
  const which = { instanceIds: [one?.id ?? ""] };
  expect(await caller.instances.pin({ ...at, which, version: 1, note: "the old plugin" })).toEqual({ changed: 1, unchanged: 0 });
  expect(await caller.instances.get({ ...at, instanceId: one?.id ?? "" })).toMatchObject({ pinnedVersion: 1, pinNote: "the old plugin" });
  expect(await caller.instances.pin({ ...at, which, version: 1, note: "the old plugin" })).toEqual({ changed: 0, unchanged: 1 });
  expect(await caller.instances.unpin({ ...at, which })).toEqual({ changed: 1, unchanged: 0 });
  expect(await world.entries("instance.pin")).toEqual([
    {
      target: "node-0",
      actorKind: "user",
      before: { pinnedVersion: null, pinNote: null },
      after: { pinnedVersion: 1, pinNote: "the old plugin", version: 1, note: "the old plugin" },
    },
  ]);
  expect(await world.entries("instance.unpin")).toMatchObject([{ before: { pinnedVersion: 1 }, after: { pinnedVersion: null } }]);
});

it("nothing is pinned to a config version that is not there, or whose content is not kept", async () => {
  await using world = await createFleetWorld();
  const { caller, at } = world;
  await world.publish("a.internal");
  await world.publish("b.internal");
  const [one] = await world.addInstances(1);
  const which = { instanceIds: [one?.id ?? ""] };
  expect(await codeOf(caller.instances.pin({ ...at, which, version: 3 }))).toBe("This group has no config version v3.");
  const { etag } = (await caller.configVersions.list(at)).find(({ number }) => number === 1) ?? { etag: "" };
  await world.deps.db.write((tx) => tx.delete(configContents).where(eq(configContents.etag, etag)));
  expect(await codeOf(caller.instances.pin({ ...at, which, version: 1 }))).toContain("is not kept any more");
  expect(await codeOf(caller.instances.createSelectorPin({ ...at, selector: { zone: "a" }, version: 1 }))).toContain("is not kept any more");
  expect(await world.instance(one?.id ?? "")).toMatchObject({ pinnedVersion: null });
});

it("a pause holds at what is expected when it is written, whatever went live while the instances were sought", async () => {
  await using world = await createFleetWorld();
  const { caller, at, deps } = world;
  await world.publish("a.internal");
  const [one] = await world.addInstances(1);
  const { write } = deps.db;
  deps.db.write = async (work) => {
    deps.db.write = write;
    await world.publish("b.internal");
    return write(work);
  };
  await caller.instances.pause({ ...at, which: { instanceIds: [one?.id ?? ""] } });
  expect((await world.instance(one?.id ?? ""))?.pausedVersion).toBe(2);
});

it("a pause holds each at what is expected of it now, its pin first, and stays there at the next publish", async () => {
  await using world = await createFleetWorld();
  const { caller, at } = world;
  const [one, two] = await world.addInstances(2);
  const which = { instanceIds: [one?.id ?? "", two?.id ?? ""] };
  expect(await codeOf(caller.instances.pause({ ...at, which }))).toContain("Nothing is published");
  await world.publish("a.internal");
  await world.publish("b.internal");
  await caller.instances.pin({ ...at, which: { instanceIds: [two?.id ?? ""] }, version: 1 });
  await caller.instances.pause({ ...at, which });
  await world.publish("c.internal");
  await caller.instances.pause({ ...at, which });
  const paused = async () => Promise.all([one, two].map(async (each) => (await world.instance(each?.id ?? ""))?.pausedVersion));
  expect(await paused()).toEqual([2, 1]);
  await caller.instances.resume({ ...at, which });
  expect(await paused()).toEqual([null, null]);
});

it("the record of an archived instance is deleted for good with its timeline, and that of no other; its credential is nobody's then", async () => {
  await using world = await createFleetWorld();
  const { caller, at } = world;
  await world.publish("a.internal");
  const [gone, kept] = await world.addInstances(2);
  const [instanceId, keptId] = [gone?.id ?? "", kept?.id ?? ""];
  await world.poll(gone?.credential ?? "");
  expect(await codeOf(caller.instances.deleteArchived({ ...at, instanceId: keptId }))).toBe("No such archived instance.");
  await caller.instances.archive({ ...at, which: { instanceIds: [instanceId] } });
  expect((await world.poll(gone?.credential ?? "")).status).toBe(403);
  const theirs = createCaller(world.contextOf(world.theirs.user));
  const elsewhere = { org: world.theirs.slug, groupId: world.theirs.groupId, instanceId };
  expect(await codeOf(theirs.instances.deleteArchived(elsewhere))).toBe("No such archived instance.");
  await caller.instances.deleteArchived({ ...at, instanceId });
  expect(await caller.instances.listArchived(at)).toMatchObject({ total: 0 });
  expect(await world.instance(instanceId)).toBeUndefined();
  expect(await world.deps.db.read.select().from(applyRecords).where(eq(applyRecords.instanceId, instanceId))).toEqual([]);
  expect((await world.poll(gone?.credential ?? "")).status).toBe(401);
  expect((await world.poll(kept?.credential ?? "")).status).toBe(200);
  expect(await world.entries("instance.remove")).toMatchObject([{ target: "node-0", actorKind: "user" }]);
});

it("an archived instance is refused, listed apart without pin or pause, and is back once it enrolls anew", async () => {
  await using world = await createFleetWorld();
  const { caller, at } = world;
  await world.publish("a.internal");
  const [one, other] = await world.addInstances(2);
  const instanceId = one?.id ?? "";
  await caller.instances.pin({ ...at, which: { instanceIds: [instanceId] }, version: 1 });
  expect((await world.poll(one?.credential ?? "")).status).toBe(200);
  await caller.instances.archive({ ...at, which: { instanceIds: [instanceId] } });
  expect((await world.poll(one?.credential ?? "")).status).toBe(403);
  expect((await world.poll(other?.credential ?? "")).status).toBe(200);
  expect((await caller.instances.list(at)).shown.map(({ id }) => id)).toEqual([other?.id]);
  expect(await caller.instances.listArchived({ ...at, q: "NODE-0" })).toMatchObject({ total: 1, rows: [{ id: instanceId, archivedAt: world.clock.now }] });
  expect(await caller.instances.listArchived({ ...at, q: "node-1" })).toMatchObject({ total: 0, pages: 1 });
  // As where the last one of the last page was deleted.
  expect(await caller.instances.listArchived({ ...at, page: 2 })).toMatchObject({ total: 1, rows: [{ id: instanceId }] });
  expect(await caller.instances.get({ ...at, instanceId })).toMatchObject({ archivedAt: world.clock.now, pinnedVersion: null });
  const { enrollmentToken } = await caller.enrollmentTokens.create({ ...at, ttlMinutes: 60, maxUses: 1, labels: {}, isEphemeral: false });
  const headers = { Authorization: `Bearer ${enrollmentToken}`, "Instance-Id": instanceId, Hostname: "node-0" };
  const enrolled = await world.deps.runtimeApi.handle(new Request("http://s/api/runtime/v1/enroll", { method: "POST", headers }), { address: "::1" });
  expect(enrolled.status).toBe(201);
  expect(await caller.instances.listArchived(at)).toMatchObject({ total: 0 });
  expect((await caller.instances.list(at)).total).toBe(2);
});

it("labels are set and removed, those that are not named stay, and more than fit are refused with the host", async () => {
  await using world = await createFleetWorld();
  const { caller, at } = world;
  const made = await world.addInstances(2, (index): { labels: Record<string, string> } => ({ labels: index === 0 ? { zone: "a", rack: "7" } : { zone: "b" } }));
  const which = { instanceIds: made.map(({ id }) => id) };
  expect(await caller.instances.label({ ...at, which, set: { stage: "prod", zone: "c" }, remove: ["rack"] })).toEqual({ changed: 2, unchanged: 0 });
  expect(await Promise.all(made.map(async ({ id }) => (await world.instance(id))?.labels))).toEqual([
    { zone: "c", stage: "prod" },
    { zone: "c", stage: "prod" },
  ]);
  const many = Object.fromEntries(Array.from({ length: 49 }, (_, index) => [`k${index}`, "x"]));
  expect(await codeOf(caller.instances.label({ ...at, which, set: many }))).toBe("node-0: At most 50 labels.");
});

it("a sync and a new credential are asked of those whose credential is good, and told by the instance's page", async () => {
  await using world = await createFleetWorld();
  const { caller, at } = world;
  const [good, revoked] = await world.addInstances(2, (index) => (index === 0 ? {} : { credentialHash: null }));
  const which = { instanceIds: [good?.id ?? "", revoked?.id ?? ""] };
  expect(await caller.instances.syncNow({ ...at, which })).toEqual({ changed: 1, unchanged: 1 });
  expect(await caller.instances.rotateCredential({ ...at, which })).toEqual({ changed: 1, unchanged: 1 });
  const told = { syncRequestedAt: world.clock.now, rotationRequestedAt: world.clock.now };
  expect(await caller.instances.get({ ...at, instanceId: good?.id ?? "" })).toMatchObject(told);
  world.clock.now += 1000;
  // Asked again, the rotation that is under way goes on.
  expect(await caller.instances.rotateCredential({ ...at, which })).toEqual({ changed: 0, unchanged: 2 });
});

it("of many, those that a search finds are changed with one entry that names some, and instances of another group or org are out of reach", async () => {
  await using world = await createFleetWorld();
  const { caller, at } = world;
  await world.publish("a.internal");
  const made = await world.addInstances(60, (index) => ({ labels: { zone: index < 25 ? "a" : "b" } }));
  const foreign = randomUUID();
  const { orgId, groupId } = world.theirs;
  await world.deps.db.write((tx) => tx.insert(runtimeInstances).values({ id: foreign, orgId, groupId, hostname: "foreign", firstSeenAt: 0 }));
  expect(await caller.instances.pin({ ...at, which: { matching: { q: "zone=a", filters: { connection: "connected" } } }, version: 1 })).toEqual({
    changed: 25,
    unchanged: 0,
  });
  const [entry] = await world.entries("instance.pin");
  expect(entry).toMatchObject({ target: "25 instances", before: null, after: { version: 1, count: 25 } });
  expect(entry).toHaveProperty("after.instances.length", 20);
  expect((await world.instance(made[25]?.id ?? ""))?.pinnedVersion).toBeNull();
  expect(await caller.instances.unpin({ ...at, which: { matching: { q: "nothing-like-it", filters: {} } } })).toEqual({ changed: 0, unchanged: 0 });
  expect(await codeOf(caller.instances.archive({ ...at, which: { instanceIds: [foreign] } }))).toBe("No such runtime instance.");
  expect((await world.instance(foreign))?.archivedAt).toBeNull();
});

it("a pin by label is listed with how many it holds, told in the activity, and deleted", async () => {
  await using world = await createFleetWorld();
  const { caller, at } = world;
  await world.publish("a.internal");
  await world.addInstances(3, (index) => ({ labels: { zone: index < 2 ? "a" : "b" } }));
  const { id } = await caller.instances.createSelectorPin({ ...at, selector: { zone: "a" }, version: 1, note: "an audit" });
  expect(await caller.instances.listSelectorPins(at)).toMatchObject([{ id, selector: { zone: "a" }, versionNumber: 1, note: "an audit", instances: 2 }]);
  await caller.instances.deleteSelectorPin({ ...at, pinId: id });
  expect(await caller.instances.listSelectorPins(at)).toEqual([]);
  expect(await codeOf(caller.instances.deleteSelectorPin({ ...at, pinId: id }))).toBe("No such pin.");
  expect(await world.entries("selectorPin.create")).toMatchObject([{ target: "zone=a", after: { selector: { zone: "a" }, version: 1, note: "an audit" } }]);
  expect(await world.entries("selectorPin.delete")).toMatchObject([{ target: "zone=a", before: { version: 1 } }]);
});

it("more than are changed at once are refused in words; as many as are change while others have their turn", async () => {
  await using world = await createFleetWorld();
  const { caller, at } = world;
  const made = await world.addInstances(5001);
  const all = { matching: { q: "", filters: {} } };
  expect(await codeOf(caller.instances.syncNow({ ...at, which: all }))).toContain("At most 5,000 instances are changed at once");
  await caller.instances.archive({ ...at, which: { instanceIds: [made[0]?.id ?? ""] } });
  await Promise.all(made.slice(1).map(({ credential }) => world.poll(credential)));
  let longestMs = 0;
  let last = performance.now();
  const turns = setInterval(() => {
    longestMs = Math.max(longestMs, performance.now() - last);
    last = performance.now();
  }, 1);
  const began = performance.now();
  expect(await caller.instances.syncNow({ ...at, which: all })).toEqual({ changed: 5000, unchanged: 0 });
  const tookMs = performance.now() - began;
  clearInterval(turns);
  console.info(`5,000 instances changed in ${Math.round(tookMs)} ms; the event loop was held for ${Math.round(longestMs)} ms at the longest`);
  // A part of the whole, on any machine: it was not done in one piece.
  expect(longestMs).toBeLessThan(tookMs / 2);
  expect(await world.deps.db.read.select().from(auditEntries).where(eq(auditEntries.action, "instance.syncNow"))).toHaveLength(1);
});
