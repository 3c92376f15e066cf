import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { applyRecords } from "@/db/schema/index";
import { createCaller } from "@/server/trpc/root";
import { createFleetWorld } from "@/tests/support/fleet-world";

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "OK",
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

/** A world whose group was deleted with so many instances, of which the first was archived before. */
async function createOrphanedWorld(count: number) {
  const world = await createFleetWorld();
  const { caller, at, ours } = world;
  await world.publish("a.internal");
  const nodes = await world.addInstances(count);
  await world.poll(nodes[1]?.credential ?? "");
  await caller.instances.archive({ ...at, which: { instanceIds: [nodes[0]?.id ?? ""] } });
  expect(await caller.runtimeGroups.delete({ ...at, confirmName: "default" })).toEqual({ orphaned: count - 1 });
  return { ...world, nodes, org: { org: ours.slug } };
}

it("every orphan is counted and found page by page, archived ones among them, and beside those that need something", async () => {
  await using world = await createOrphanedWorld(230);
  const { caller, org, at } = world;
  expect(await caller.instances.listOrphaned({ ...org, isArchived: false, pageSize: 10 })).toMatchObject({ total: 229, pages: 23 });
  expect(await caller.instances.listOrphaned({ ...org, isArchived: true })).toMatchObject({
    total: 1,
    rows: [{ hostname: "node-0", archivedAt: world.clock.now }],
  });
  const last = await caller.instances.listOrphaned({ ...org, page: 5 });
  expect([last.total, last.rows.length]).toEqual([230, 30]);
  expect(await caller.instances.listOrphaned({ ...org, page: 9 })).toEqual(last);
  expect(await caller.instances.listOrphaned({ ...org, q: "NODE-229" })).toMatchObject({
    total: 1,
    rows: [{ deletedGroupId: at.groupId, deletedGroupName: "default" }],
  });
  expect(await caller.instances.listDeletedGroups(org)).toEqual([{ id: at.groupId, name: "default", deletedAt: world.clock.now, instances: 230 }]);
});

it("the record of an orphan is deleted for good with its timeline; its node is told still that its group is gone", async () => {
  await using world = await createOrphanedWorld(3);
  const { caller, org, nodes } = world;
  const [instanceId, credential] = [nodes[1]?.id ?? "", nodes[1]?.credential ?? ""];
  const theirs = createCaller(world.contextOf(world.theirs.user));
  expect(await codeOf(theirs.instances.deleteOrphaned({ org: world.theirs.slug, instanceId }))).toBe("No such orphaned instance.");
  await caller.instances.deleteOrphaned({ ...org, instanceId });
  expect(await world.instance(instanceId)).toBeUndefined();
  expect(await world.deps.db.read.select().from(applyRecords).where(eq(applyRecords.instanceId, instanceId))).toEqual([]);
  expect((await world.poll(credential)).status).toBe(410);
  expect(await caller.instances.listOrphaned(org)).toMatchObject({ total: 2 });
  expect(await world.entries("instance.remove")).toMatchObject([{ target: "node-1", actorKind: "user" }]);
});

it("an instance of a living group is no orphan that could be deleted, alone or by its group", async () => {
  await using world = await createFleetWorld();
  const [one] = await world.addInstances(1);
  const org = { org: world.at.org };
  expect(await codeOf(world.caller.instances.deleteOrphaned({ ...org, instanceId: one?.id ?? "" }))).toBe("No such orphaned instance.");
  expect(await codeOf(world.caller.instances.deleteOrphansOfGroup({ ...org, deletedGroupId: world.at.groupId }))).toBe("No such orphaned instance.");
  expect(await world.instance(one?.id ?? "")).toBeDefined();
});

it("the records of all instances of a deleted group are deleted in parts, archived ones too, each with its entry", async () => {
  await using world = await createOrphanedWorld(230);
  const { caller, org, at } = world;
  const elsewhere = await caller.runtimeGroups.create({ ...org, name: "edge", description: "", labels: {}, pollIntervalSeconds: 15 });
  const [kept] = await world.addInstances(1, () => ({ groupId: elsewhere.id, hostname: "kept" }));
  await caller.runtimeGroups.delete({ ...org, groupId: elsewhere.id, confirmName: "edge" });
  expect(await caller.instances.deleteOrphansOfGroup({ ...org, deletedGroupId: at.groupId })).toEqual({ deleted: 230 });
  expect(await caller.instances.listOrphaned(org)).toMatchObject({ total: 1, rows: [{ id: kept?.id }] });
  expect(await world.entries("instance.remove")).toHaveLength(230);
});

it("an instance that was archived before its group was deleted may enroll in another group under its old id", async () => {
  await using world = await createOrphanedWorld(2);
  const { caller, org, nodes } = world;
  const { id: groupId } = await caller.runtimeGroups.create({ ...org, name: "edge", description: "", labels: {}, pollIntervalSeconds: 15 });
  const { enrollmentToken } = await caller.enrollmentTokens.create({ ...org, groupId, ttlMinutes: 60, maxUses: 1, labels: {}, isEphemeral: false });
  const headers = { Authorization: `Bearer ${enrollmentToken}` };
  const body = new URLSearchParams({ "instance-id": nodes[0]?.id ?? "", hostname: "node-0" });
  const answer = await world.deps.runtimeApi.handle(new Request("http://s/api/runtime/v1/enroll", { method: "POST", headers, body }), { address: "::1" });
  expect(answer.status).toBe(201);
  expect(await world.instance(nodes[0]?.id ?? "")).toMatchObject({ groupId, orphanedAt: null, archivedAt: null });
});
