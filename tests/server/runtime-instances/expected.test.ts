import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { rollouts, selectorPins } from "@/db/schema/index";
import { RolloutStrategy } from "@/server/domain/rollout/strategy";
import { addNode } from "@/tests/support/nodes";
import { createRestWorld } from "@/tests/support/rest-world";

it("each instance is measured against what is expected of it, in lists, pages and counts: its pin, its pause, its place in the rollout", async () => {
  await using world = await createRestWorld();
  await world.publish("a.internal", "b.internal", "c.internal");
  const { orgId, groupId } = world.ours;
  const { db } = world.deps;
  const [first, old, live] = [await world.etagOf(1), await world.etagOf(2), await world.etagOf(3)];
  const strategy = RolloutStrategy.parse({
    stages: [
      { reach: { selector: { stage: "canary" } }, gate: {} },
      { reach: { percent: 100 }, gate: {} },
    ],
  });
  await db.write(async (tx) => {
    const began = { stage: 0, stageStartedAt: 0, startedBy: "Ada", startedAt: 0 };
    await tx.insert(rollouts).values({ id: randomUUID(), orgId, groupId, fromVersion: 2, toVersion: 3, strategy, state: "running", ...began });
    const by = { createdBy: "Ada", createdAt: 0 };
    await tx.insert(selectorPins).values({ id: randomUUID(), orgId, groupId, selector: { legacy: "yes" }, versionNumber: 1, ...by });
  });
  const add = (hostname: string, runningEtag: string, values: object = {}) =>
    addNode(db, world.ours, hostname, { plugins: [], lastSeenAt: world.clock.now, labels: {}, runningEtag, ...values });
  await add("reached", old, { labels: { stage: "canary" } });
  await add("not-reached", old);
  await add("too-far", live);
  await add("pinned", first, { pinnedVersion: 1 });
  await add("pinned-by-label", first, { labels: { legacy: "yes" } });
  await add("pinned-and-behind", old, { pinnedVersion: 1 });
  await add("paused", old, { pausedVersion: 2 });
  await add("refuses", old, { labels: { stage: "canary" }, rejectedEtag: live });
  const { shown } = await world.caller.instances.list(world.at);
  expect(Object.fromEntries(shown.map(({ hostname, expectedVersion, state }) => [hostname, [expectedVersion, state.sync]]))).toEqual({
    reached: [3, "pending"],
    "not-reached": [2, "in sync"],
    "too-far": [2, "pending"],
    pinned: [1, "pinned"],
    "pinned-by-label": [1, "pinned"],
    "pinned-and-behind": [1, "pending"],
    paused: [2, "paused"],
    refuses: [3, "rejected"],
  });
  const { instances } = await world.caller.runtimeGroups.get(world.at);
  expect(instances).toMatchObject({ total: 8, inSync: 1, held: 3, pending: 3, rejected: 1 });
  const refused = shown.find(({ hostname }) => hostname === "refuses");
  expect((await world.caller.instances.get({ ...world.at, instanceId: refused?.id ?? "" })).rejected).toMatchObject({ versionNumber: 3 });
});
