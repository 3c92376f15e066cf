import { expect, it } from "vitest";
import { granted } from "@/tests/support/draft-world";
import { createRolloutWorld } from "@/tests/support/rollout-world";

it("in a rollout each instance is measured against what it should run: lists, tallies, its page and the versions' counts agree", async () => {
  await using world = await createRolloutWorld({ canaries: 2, others: 3 });
  const { caller, at } = world;
  await world.stage("v2.internal");
  await world.apply(world.canaries.slice(0, 1), 2);
  const { shown } = await caller.instances.list({ ...at, sort: "host" });
  expect(shown.map(({ runningVersion, expectedVersion, state }) => [runningVersion, expectedVersion, state.sync])).toEqual([
    [2, 2, "in sync"],
    [1, 2, "pending"],
    [1, 1, "in sync"],
    [1, 1, "in sync"],
    [1, 1, "in sync"],
  ]);
  const group = await caller.runtimeGroups.get(at);
  expect(group.instances).toMatchObject({ total: 5, inSync: 4, pending: 1, runningLive: 1 });
  expect((await caller.runtimeGroups.list({ org: at.org }))[0]?.instances).toEqual(group.instances);
  expect(await caller.instances.get({ ...at, instanceId: world.others[0]?.id ?? "" })).toMatchObject({ expectedVersion: 1, runningVersion: 1 });
  expect((await caller.configVersions.list(at)).map(({ number, instances }) => [number, instances])).toEqual([
    [2, 1],
    [1, 4],
  ]);
});

it("a refusal is told of an instance that is expected to run it, and is history of one that is not", async () => {
  await using world = await createRolloutWorld();
  const { caller, at } = world;
  await world.stage("v2.internal");
  await world.reject([...world.canaries, ...world.others], 2);
  const told = async (node: { id: string } | undefined) => {
    const { state, rejected } = await caller.instances.get({ ...at, instanceId: node?.id ?? "" });
    return [state.sync, rejected?.versionNumber ?? null];
  };
  expect(await told(world.canaries[0])).toEqual(["rejected", 2]);
  expect(await told(world.others[0])).toEqual(["in sync", null]);
});

it("who is pinned or paused reads so where that keeps others' config from it, and is found by it", async () => {
  await using world = await createRolloutWorld({ canaries: 1, others: 2 });
  const { caller, at } = world;
  await world.publish("v2.internal");
  await world.apply(world.nodes, 2);
  await world.change(world.canaries, { pinnedVersion: 1 });
  await world.change(world.others.slice(0, 1), { pausedVersion: 2 });
  const syncs = async () => (await caller.instances.list({ ...at, sort: "host" })).shown.map(({ state }) => state.sync);
  expect(await syncs()).toEqual(["pending", "in sync", "in sync"]);
  await world.apply(world.canaries, 1);
  await world.publish("v3.internal");
  await world.apply(world.others.slice(1), 3);
  expect(await syncs()).toEqual(["pinned", "paused", "in sync"]);
  expect((await caller.runtimeGroups.get(at)).instances).toMatchObject({ total: 3, inSync: 1, pinned: 1, paused: 1, pending: 0, runningLive: 1 });
  expect((await caller.instances.listById({ ...at, sync: "pinned" })).rows.map(({ hostname }) => hostname)).toEqual(["node-0"]);
});

it("of several versions with one document, an instance counts for the one that is expected of it", async () => {
  await using world = await createRolloutWorld();
  const { caller, at } = world;
  await world.publish("v2.internal");
  await world.apply(world.nodes, 2);
  await world.change(world.canaries, { pinnedVersion: 1 });
  granted(await caller.configVersions.rollBack({ ...at, number: 1 }));
  await world.apply(world.nodes, 1);
  expect((await caller.configVersions.list(at)).map(({ number, instances }) => [number, instances])).toEqual([
    [3, 4],
    [2, 0],
    [1, 2],
  ]);
  expect((await caller.instances.list({ ...at, sort: "host" })).shown.map(({ runningVersion }) => runningVersion)).toEqual([1, 1, 3, 3, 3, 3]);
});
