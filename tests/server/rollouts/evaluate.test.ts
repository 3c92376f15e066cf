import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { events } from "@/db/schema/index";
import { evaluateRollouts } from "@/server/rollouts/evaluate";
import { RolloutStrategy } from "@/server/domain/rollout/strategy";
import { createNudge } from "@/server/rollouts/nudge";
import { CANARY_FIRST, createRolloutWorld, MINUTE } from "@/tests/support/rollout-world";

it("a rollout that proves itself goes on by itself, stage by stage, until it is complete, each time with Signalbox's step and audit row", async () => {
  await using world = await createRolloutWorld({ canaries: 2, others: 10 });
  const id = await world.stage("v2.internal");
  await world.evaluate();
  expect(await world.row(id)).toMatchObject({ stage: 0, revision: 1 });
  await world.apply(world.canaries, 2);
  await world.wait(2);
  await world.evaluate();
  expect(await world.row(id)).toMatchObject({ state: "running", stage: 1, stageStartedAt: world.clock.now });
  for (let left = 3; left > 0; left--) {
    await world.apply(world.nodes, 2);
    await world.wait(2);
    await world.evaluate();
  }
  expect(await world.row(id)).toMatchObject({ state: "completed", endedAt: world.clock.now - 2 * 60_000 });
  expect(await world.steps(id)).toEqual(["started 0 by ours owner", "advanced 1 by Signalbox", "advanced 2 by Signalbox", "completed 2 by Signalbox"]);
  expect((await world.actions()).slice(0, 3)).toEqual(["rollout.completed default v2", "rollout.advanced default v2", "rollout.advanced default v2"]);
});

it("a rejection halts it, says by whom, and holds until a person resumes; what had failed by then halts it no more", async () => {
  await using world = await createRolloutWorld();
  const id = await world.stage("v2.internal");
  await world.reject(world.canaries.slice(0, 1), 2);
  await world.evaluate();
  const halted = await world.get(id);
  expect(halted).toMatchObject({
    state: "halted",
    haltReason: { kind: "rejected", count: 1, text: "1 instance rejected it" },
    progress: { awaited: { what: "person" } },
  });
  const told = await world.deps.db.read.select({ kind: events.kind, detail: events.detail }).from(events).where(eq(events.kind, "rolloutHalted"));
  expect(told).toEqual([{ kind: "rolloutHalted", detail: { version: 2, reason: "1 instance rejected it" } }]);
  expect(halted.haltedBy).toEqual([{ id: world.canaries[0]?.id, hostname: "node-0" }]);
  expect(halted.acts).toEqual(["resume", "promote", "rollBack", "abandon"]);
  await world.wait(10);
  await world.evaluate();
  expect(await world.row(id)).toMatchObject({ state: "halted", revision: 2 });
  await world.caller.rollouts.resume({ ...world.at, rolloutId: id });
  await world.evaluate();
  expect(await world.row(id)).toMatchObject({ state: "running", stage: 0 });
  await world.wait(1);
  await world.reject(world.canaries.slice(1), 2);
  await world.evaluate();
  expect(await world.row(id)).toMatchObject({ state: "halted" });
});

it("where the strategy says so, a halt is followed at once by a roll back to all, and nobody is expected to run what went out", async () => {
  await using world = await createRolloutWorld();
  const id = await world.stage("v2.internal", { ...CANARY_FIRST, onHalt: "rollBack" });
  await world.apply(world.canaries.slice(1), 2);
  await world.reject(world.canaries.slice(0, 1), 2);
  await world.evaluate();
  expect(await world.row(id)).toMatchObject({ state: "rolled back", revision: 3 });
  expect(await world.steps(id)).toEqual(["started 0 by ours owner", "halted 0 by Signalbox", "rolledBack 0 by Signalbox"]);
  const [back] = await world.caller.configVersions.list(world.at);
  expect(back).toMatchObject({
    number: 3,
    isLive: true,
    rolledBackTo: 1,
    authorName: "Signalbox",
    message: "Rolled back by itself to v1: 1 instance rejected it",
  });
  const entries = (await world.caller.activity.list(world.at)).rows.slice(0, 3);
  expect(entries.map(({ action, actorKind }) => [action, actorKind])).toEqual([
    ["configVersion.rollBack", "system"],
    ["rollout.rolledBack", "system"],
    ["rollout.halted", "system"],
  ]);
});

it("an instance whose Kong went away after it took it halts it, long before the time limit", async () => {
  await using world = await createRolloutWorld();
  const id = await world.stage("v2.internal");
  await world.apply(world.canaries, 2);
  await world.wait(0.5);
  await world.change(world.canaries.slice(0, 1), { runningEtag: null, runningSince: world.clock.now, isReady: false, readyChangedAt: world.clock.now });
  await world.wait(1);
  await world.evaluate();
  expect(await world.row(id)).toMatchObject({ state: "running", stage: 0 });
  await world.wait(1);
  await world.evaluate();
  expect((await world.get(id)).haltReason).toMatchObject({ kind: "not ready", count: 1 });
});

it("instances that vanish after they took it, and the time limit, halt it too", async () => {
  await using world = await createRolloutWorld();
  const vanished = await world.stage("v2.internal");
  await world.apply(world.canaries, 2);
  world.clock.now += 20 * 60_000;
  await world.evaluate();
  expect((await world.get(vanished)).haltReason).toMatchObject({ kind: "vanished", count: 2 });
  await world.wait(0);
  const late = await world.stage("v3.internal", CANARY_FIRST, { activeRollout: { supersede: vanished } });
  await world.wait(61);
  await world.evaluate();
  expect((await world.get(late)).haltReason).toMatchObject({ kind: "time limit", count: 2 });
});

it("an instance that fell silent before a pause is waited for after it, and the time limit has as much left as before", async () => {
  await using world = await createRolloutWorld({ canaries: 1, others: 10 });
  const id = await world.stage("v2.internal");
  const goBy = async (minutes: number) => {
    world.clock.now += minutes * MINUTE;
    await world.change(world.others, { lastSeenAt: world.clock.now });
    await world.evaluate();
    return (await world.row(id))?.state;
  };
  await world.change(world.canaries, { lastSeenAt: world.clock.now + MINUTE });
  expect(await goBy(10)).toBe("running");
  await world.caller.rollouts.pause({ ...world.at, rolloutId: id });
  expect(await goBy(600)).toBe("paused");
  await world.caller.rollouts.resume({ ...world.at, rolloutId: id });
  expect([await goBy(49), (await world.row(id))?.stage]).toEqual(["running", 0]);
  expect(await goBy(1)).toBe("halted");
});

it("several processes that evaluate at once do each change once, whatever a person does meanwhile", async () => {
  await using world = await createRolloutWorld({ canaries: 2, others: 20 });
  const id = await world.stage("v2.internal");
  await world.apply(world.canaries, 2);
  await world.wait(2);
  await Promise.all(Array.from({ length: 4 }, () => world.evaluate()));
  expect(await world.steps(id)).toEqual(["started 0 by ours owner", "advanced 1 by Signalbox"]);
  await world.reject(world.others, 2);
  await Promise.all([world.evaluate(), world.caller.rollouts.abandon({ ...world.at, rolloutId: id }), world.evaluate()]);
  const steps = await world.steps(id);
  expect(steps.filter((step) => step.startsWith("abandoned"))).toHaveLength(1);
  expect(steps.filter((step) => step.startsWith("halted")).length).toBeLessThanOrEqual(1);
  expect(steps.at(-1)).toBe("abandoned 1 by ours owner");
});

it("a roll back by itself happens once, however many processes see the halt", async () => {
  await using world = await createRolloutWorld();
  await world.stage("v2.internal", { ...CANARY_FIRST, onHalt: "rollBack" });
  await world.reject(world.canaries, 2);
  await Promise.all(Array.from({ length: 4 }, () => world.evaluate()));
  expect((await world.caller.configVersions.list(world.at)).map(({ number, rolledBackTo }) => [number, rolledBackTo])).toEqual([
    [3, 1],
    [2, null],
    [1, null],
  ]);
});

it("a freeze holds the next stage back, notes that the gate held, and holds no halt", async () => {
  await using world = await createRolloutWorld({ canaries: 2, others: 20 });
  const id = await world.stage("v2.internal");
  const { id: windowId } = await world.freeze();
  await world.apply(world.canaries, 2);
  await world.wait(2);
  await world.evaluate();
  expect((await world.get(id)).progress?.awaited).toEqual({ what: "freeze" });
  expect(await world.row(id)).toMatchObject({ state: "running", stage: 0, passedAt: world.clock.now });
  await world.thaw(windowId);
  await world.evaluate();
  expect(await world.row(id)).toMatchObject({ stage: 1, passedAt: null });
  await world.freeze();
  await world.reject(world.nodes, 2);
  await world.evaluate();
  expect(await world.row(id)).toMatchObject({ state: "halted" });
});

it("an advance wakes those that are reached now, and the rollout of a group that is judged alone leaves others alone", async () => {
  await using world = await createRolloutWorld();
  const changed: string[] = [];
  const { groupChanged } = world.deps.runtimeApi;
  world.deps.runtimeApi.groupChanged = (groupId) => {
    changed.push(groupId);
    groupChanged(groupId);
  };
  await world.stage("v2.internal");
  await world.apply(world.canaries, 2);
  await world.wait(2);
  changed.length = 0;
  await evaluateRollouts(world.deps, { groupId: world.theirs.groupId });
  expect(changed).toEqual([]);
  await evaluateRollouts(world.deps, { groupId: world.ours.groupId });
  expect(changed).toEqual([world.ours.groupId]);
});

it("a rollout whose content to go back to is lost stops no other, and is told of", async () => {
  await using world = await createRolloutWorld();
  const rolledBack = RolloutStrategy.parse({ ...CANARY_FIRST, onHalt: "rollBack" });
  const id = await world.stage("v2.internal", rolledBack);
  await world.reject(world.canaries, 2);
  await world.lose(1);
  await expect(world.evaluate()).rejects.toThrow(`rollout ${id}: DomainError`);
  expect(await world.row(id)).toMatchObject({ state: "halted" });
});

it("many nudges are one piece of work, and one that comes during it is another", async () => {
  const done: string[] = [];
  let release = () => {};
  const nudge = createNudge(
    (groupId) => {
      done.push(groupId);
      return new Promise<void>((resolve) => (release = resolve));
    },
    () => undefined,
    1,
  );
  for (let i = 0; i < 5; i++) nudge("g");
  await expect.poll(() => done).toEqual(["g"]);
  for (let i = 0; i < 5; i++) nudge("g");
  release();
  await expect.poll(() => done).toEqual(["g", "g"]);
  release();
  nudge("h");
  await expect.poll(() => done).toEqual(["g", "g", "h"]);
});
