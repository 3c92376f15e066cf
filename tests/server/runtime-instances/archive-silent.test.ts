import { expect, it } from "vitest";
import { archiveSilentInstances } from "@/server/runtime-instances/archive-silent";
import { createFleetWorld } from "@/tests/support/fleet-world";

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

async function createArchivingWorld(archiveAfterDays: number | null) {
  const world = await createFleetWorld();
  const { caller, at } = world;
  await caller.runtimeGroups.update({ ...at, name: "default", archiveAfterDays });
  return {
    ...world,
    isArchived: async (id: string | undefined) => (await world.instance(id ?? ""))?.archivedAt !== null,
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

it("what was silent for as long as the group says is archived, to the millisecond, with one entry by Signalbox; ephemeral ones and those of other groups stay", async () => {
  await using world = await createArchivingWorld(7);
  const start = world.clock.now;
  const made = await world.addInstances(4, (index) => [{}, { lastSeenAt: null }, { lastSeenAt: start + 1 }, { isEphemeral: true }][index] ?? {});
  const states = () => Promise.all(made.map(({ id }) => world.isArchived(id)));
  world.clock.now = start + 7 * DAY_MS;
  expect(await archiveSilentInstances(world.deps)).toEqual({ archived: 0 });
  world.clock.now += 1;
  expect((await world.poll(made[0]?.credential ?? "")).status).toBe(204);
  expect(await archiveSilentInstances(world.deps)).toEqual({ archived: 2 });
  expect(await states()).toEqual([true, true, false, false]);
  expect((await world.poll(made[0]?.credential ?? "")).status).toBe(403);
  expect(await world.entries("instance.archive")).toMatchObject([
    { target: "2 instances", actorKind: "system", after: { silentDays: 7, count: 2, instances: ["node-0", "node-1"] } },
  ]);
  expect(await archiveSilentInstances(world.deps)).toEqual({ archived: 0 });
});

it("nobody is archived by a Signalbox that has not listened for an hour, or where the group does not say so", async () => {
  await using world = await createArchivingWorld(1);
  const [old] = await world.addInstances(1, () => ({ lastSeenAt: world.clock.now - 30 * DAY_MS, firstSeenAt: 0 }));
  world.clock.now += HOUR_MS - 1;
  expect(await archiveSilentInstances(world.deps)).toEqual({ archived: 0 });
  world.clock.now += 1;
  await world.caller.runtimeGroups.update({ ...world.at, name: "default", archiveAfterDays: null });
  expect(await archiveSilentInstances(world.deps)).toEqual({ archived: 0 });
  await world.caller.runtimeGroups.update({ ...world.at, name: "default", archiveAfterDays: 1 });
  expect(await archiveSilentInstances(world.deps)).toEqual({ archived: 1 });
  expect(await world.isArchived(old?.id)).toBe(true);
});

it("more than go in one transaction all go, and one that lost its lease archives none", async () => {
  await using world = await createArchivingWorld(1);
  await world.addInstances(501);
  world.clock.now += DAY_MS + 1;
  const lost = () => Promise.reject(new Error("lost"));
  await expect(archiveSilentInstances(world.deps, { assertHeld: lost })).rejects.toThrow("lost");
  expect((await world.caller.instances.listArchived(world.at)).total).toBe(0);
  expect(await archiveSilentInstances(world.deps)).toEqual({ archived: 501 });
  expect(await world.entries("instance.archive")).toHaveLength(2);
});
