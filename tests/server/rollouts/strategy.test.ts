import { expect, it } from "vitest";
import { CANARY_FIRST, createRolloutWorld } from "@/tests/support/rollout-world";

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "OK",
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

it("a strategy that somebody else saved since it was seen is not replaced, and each save tells what the next one has seen", async () => {
  await using world = await createRolloutWorld();
  const { caller, at } = world;
  const { stamp } = await caller.rollouts.getStrategy(at);
  const theirs = await caller.rollouts.setStrategy({ ...at, strategy: CANARY_FIRST, seenStamp: stamp });
  expect(await caller.rollouts.getStrategy(at)).toEqual({ strategy: CANARY_FIRST, stamp: theirs.stamp });
  const mine = { ...at, strategy: { ...CANARY_FIRST, toleratedPercent: 5 } };
  expect(await codeOf(caller.rollouts.setStrategy({ ...mine, seenStamp: stamp }))).toContain("Somebody else changed how publishes go out since you looked");
  expect(await caller.rollouts.getStrategy(at)).toMatchObject({ strategy: CANARY_FIRST });
  await caller.rollouts.setStrategy({ ...mine, seenStamp: theirs.stamp });
  expect(await caller.rollouts.getStrategy(at)).toMatchObject({ strategy: { toleratedPercent: 5 } });
});

it("a change of the group's other settings is none of its strategy, and the other way round is told by when the group changed", async () => {
  await using world = await createRolloutWorld();
  const { caller, at } = world;
  const { stamp } = await caller.rollouts.getStrategy(at);
  const { updatedAt } = await caller.runtimeGroups.update({ ...at, name: "default", description: "Edge" });
  expect(await caller.runtimeGroups.get(at)).toMatchObject({ updatedAt });
  await caller.rollouts.setStrategy({ ...at, strategy: CANARY_FIRST, seenStamp: stamp });
  expect(await codeOf(caller.runtimeGroups.update({ ...at, name: "default", seenUpdatedAt: updatedAt }))).toContain("Somebody else changed this group");
});
