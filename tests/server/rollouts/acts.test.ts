import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { RolloutStrategy } from "@/server/domain/rollout/strategy";
import { granted } from "@/tests/support/draft-world";
import { CANARY_FIRST, createRolloutWorld, MINUTE } from "@/tests/support/rollout-world";

it("a rollout tells its timeline, where its instances stand, what it waits for and what may be done", async () => {
  await using world = await createRolloutWorld();
  const id = await world.stage("v2.internal");
  await world.apply(world.canaries.slice(0, 1), 2);
  const rollout = await world.get(id);
  expect(rollout).toMatchObject({ id, fromVersion: 1, toVersion: 2, state: "running", stage: 0, stages: 3, message: "To v2.internal", strategy: CANARY_FIRST });
  expect(rollout.steps).toEqual([{ revision: 1, kind: "started", stage: 0, actor: "ours owner", detail: "", at: world.clock.now }]);
  expect(rollout.acts).toEqual(["pause", "promote", "rollBack", "abandon"]);
  expect(rollout.progress?.stages[0]).toMatchObject({ settling: 1, waiting: 1, unreached: 0 });
  expect((rollout.progress?.stages[1]?.unreached ?? 0) + (rollout.progress?.stages[2]?.unreached ?? 0)).toBe(4);
  expect(rollout.progress?.awaited).toMatchObject({ what: "instances", proven: 0, needed: 2, applied: 1, counting: 2, limitAt: world.clock.now + 60 * MINUTE });
  expect(rollout.progress?.troubled).toEqual([
    { id: world.canaries[1]?.id, hostname: "node-1", stage: 0, standing: "waiting" },
    { id: world.canaries[0]?.id, hostname: "node-0", stage: 0, standing: "settling" },
  ]);
  expect(await world.caller.rollouts.list(world.at)).toMatchObject({
    rows: [{ id, state: "running", haltReason: null, startedBy: "ours owner", revision: 1 }],
  });
});

it("a person pauses, resumes, approves and abandons, each with a step, an audit row and a new revision", async () => {
  await using world = await createRolloutWorld();
  const strategy = RolloutStrategy.parse({ stages: [{ reach: { percent: 100 }, gate: { needsApproval: true } }] });
  const id = await world.stage("v2.internal", strategy);
  const { rollouts } = world.caller;
  expect(await rollouts.pause({ ...world.at, rolloutId: id, revision: 1 })).toEqual({ ok: true, id, state: "paused", stage: 0, revision: 2, number: null });
  expect(await rollouts.resume({ ...world.at, rolloutId: id })).toMatchObject({ state: "running", revision: 3 });
  expect(await rollouts.approve({ ...world.at, rolloutId: id })).toMatchObject({ state: "running", revision: 4 });
  expect(await rollouts.abandon({ ...world.at, rolloutId: id })).toMatchObject({ state: "abandoned", revision: 5 });
  expect(await world.steps(id)).toEqual(["started", "paused", "resumed", "approved", "abandoned"].map((kind) => `${kind} 0 by ours owner`));
  expect((await world.actions()).slice(0, 4)).toEqual(["abandoned", "approved", "resumed", "paused"].map((kind) => `rollout.${kind} default v2`));
});

it("an act on what was seen otherwise is refused as stale, one that the state does not allow in words, one on no rollout as missing", async () => {
  await using world = await createRolloutWorld();
  const id = await world.stage("v2.internal");
  const { rollouts } = world.caller;
  await rollouts.pause({ ...world.at, rolloutId: id });
  await expect(rollouts.promote({ ...world.at, rolloutId: id, revision: 1 })).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
  await expect(rollouts.pause({ ...world.at, rolloutId: id })).rejects.toThrow("The rollout is paused already.");
  await rollouts.promote({ ...world.at, rolloutId: id, revision: 2 });
  await expect(rollouts.abandon({ ...world.at, rolloutId: id })).rejects.toThrow("The rollout has ended: it is completed.");
  await expect(rollouts.pause({ ...world.at, rolloutId: randomUUID() })).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await world.steps(id)).toHaveLength(3);
});

it("a roll back publishes what was before to all at once, says so, and takes back what was counted", async () => {
  await using world = await createRolloutWorld();
  const id = await world.stage("v2.internal");
  expect(await world.caller.rollouts.rollBack({ ...world.at, rolloutId: id })).toMatchObject({ ok: true, state: "rolled back", number: 3 });
  const [back, out] = await world.caller.configVersions.list(world.at);
  expect(back).toMatchObject({
    number: 3,
    isLive: true,
    rolledBackTo: 1,
    etag: await world.etagOf(1),
    message: "Rolled back from v2 to v1",
    authorName: "ours owner",
  });
  expect([back?.createdCount, back?.changedCount, back?.deletedCount]).toEqual([out?.deletedCount, out?.changedCount, out?.createdCount]);
  expect(await world.caller.rollouts.list(world.at)).toMatchObject({ rows: [{ id, state: "rolled back", endedAt: world.clock.now }] });
  expect(await world.steps(id)).toEqual(["started 0 by ours owner", "rolledBack 0 by ours owner"]);
});

it("a roll back is not staged by the saved strategy, and not held up by a guard", async () => {
  await using world = await createRolloutWorld();
  await world.caller.rollouts.setStrategy({ ...world.at, strategy: CANARY_FIRST });
  const id = await world.stage("v2.internal");
  const { number } = granted(await world.caller.rollouts.rollBack({ ...world.at, rolloutId: id }));
  expect(await world.caller.rollouts.list(world.at)).toMatchObject({ total: 1 });
  expect((await world.caller.runtimeGroups.get(world.at)).liveVersion?.number).toBe(number);
});

it("a freeze holds promote and resume unless an override with its reason lifts it, and holds neither pause, approval, roll back nor the end", async () => {
  await using world = await createRolloutWorld();
  const id = await world.stage("v2.internal");
  const { rollouts } = world.caller;
  const { id: windowId } = await world.freeze();
  const frozen = { ok: false, reason: "frozen", freeze: { windowId, name: "New year" } };
  expect(await rollouts.promote({ ...world.at, rolloutId: id })).toMatchObject(frozen);
  expect(await rollouts.pause({ ...world.at, rolloutId: id })).toMatchObject({ ok: true, state: "paused" });
  expect(await rollouts.resume({ ...world.at, rolloutId: id })).toMatchObject(frozen);
  const freezeOverride = { reason: "The fix cannot wait" };
  expect(await rollouts.resume({ ...world.at, rolloutId: id, freezeOverride })).toMatchObject({ ok: true, state: "running" });
  expect((await world.actions()).slice(0, 2)).toEqual(["rollout.resumed default v2", "freeze.override New year in default"]);
  expect(await rollouts.rollBack({ ...world.at, rolloutId: id })).toMatchObject({ ok: true, state: "rolled back" });
});

it("a rollout that halted or waits for an approval needs attention, in the org and in its group, until a person has acted", async () => {
  await using world = await createRolloutWorld();
  const lines = async () =>
    (await world.caller.conditions.list({ org: world.at.org })).map(({ tone, text, groupName, subject }) => [tone, text, groupName, subject?.id]);
  const [first, ...rest] = CANARY_FIRST.stages;
  const approved = RolloutStrategy.parse({ stages: [{ ...first, gate: { ...first?.gate, needsApproval: true } }, ...rest] });
  const id = await world.stage("v2.internal", approved);
  expect(await lines()).toEqual([]);
  await world.apply(world.canaries, 2);
  await world.wait(1);
  await world.evaluate();
  expect(await lines()).toEqual([["warn", "the rollout of v2 waits for a person to approve stage 1", "default", id]]);
  expect(await world.caller.conditions.listOfGroup(world.at)).toMatchObject([{ kind: "approvalAwaited", since: world.clock.now }]);
  await world.caller.rollouts.approve({ ...world.at, rolloutId: id });
  expect(await lines()).toEqual([]);
  await world.reject(world.canaries, 2);
  await world.evaluate();
  expect(await lines()).toEqual([["danger", "the rollout of v2 halted: 2 instances rejected it", "default", id]]);
  await world.caller.rollouts.abandon({ ...world.at, rolloutId: id });
  expect(await lines()).toEqual([]);
});

it("the instances that a stage names, and that are all pinned or away, stand in its way by name", async () => {
  await using world = await createRolloutWorld();
  const [pinned, away] = world.canaries;
  await world.change(pinned ? [pinned] : [], { pinnedVersion: 1 });
  world.clock.now += 30 * MINUTE;
  await world.change(world.others, { lastSeenAt: world.clock.now });
  const id = await world.stage("v2.internal");
  await world.evaluate();
  const { state, stage, progress } = await world.get(id);
  expect([state, stage]).toEqual(["running", 0]);
  expect(progress?.troubled.map((each) => [each.id, each.standing])).toEqual([
    [pinned?.id, "held"],
    [away?.id, "away"],
  ]);
});
