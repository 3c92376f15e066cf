import { expect, it } from "vitest";
import { RolloutStrategy } from "@/server/domain/rollout/strategy";
import { CANARY_FIRST, createRolloutWorld } from "@/tests/support/rollout-world";
import { createVersionsWorld, documentOf } from "@/tests/support/versions-world";

it("a staged publish moves the pointer and begins a rollout from what was live, in one transaction, with a step and audit rows", async () => {
  await using world = await createRolloutWorld();
  const id = await world.stage("v2.internal");
  expect(await world.row(id)).toMatchObject({ fromVersion: 1, toVersion: 2, state: "running", stage: 0, stageStartedAt: world.clock.now, revision: 1 });
  expect(await world.steps(id)).toEqual(["started 0 by ours owner"]);
  expect((await world.caller.runtimeGroups.get(world.at)).liveVersion?.number).toBe(2);
  expect((await world.actions()).slice(0, 2)).toEqual(["rollout.started default v2", "configVersion.publish default v2"]);
});

it("a group's first config version goes to all at once, whatever is asked for", async () => {
  await using world = await createVersionsWorld();
  const publish = { ...world.at, source: documentOf("v1.internal"), message: "First", rollout: CANARY_FIRST };
  expect(await world.caller.configVersions.publish(publish)).toEqual({ ok: true, number: 1, rolloutId: null });
  expect(await world.caller.rollouts.list(world.at)).toMatchObject({ rows: [], total: 0 });
  expect(await world.caller.rollouts.getNewest(world.at)).toEqual({ newest: null });
});

it("a publish that says nothing goes out by the saved strategy, and to all at once where it says so, or where none is saved", async () => {
  await using world = await createRolloutWorld();
  const publish = async (host: string, more: { rollout?: "allAtOnce" } = {}) => {
    const { newest } = await world.caller.rollouts.getNewest(world.at);
    const terms = { ...(newest && { activeRollout: { supersede: newest.id } }), ...more };
    const answer = await world.caller.configVersions.publish({ ...world.at, source: documentOf(host), message: "m", ...terms });
    return answer.ok && answer.rolloutId !== null;
  };
  expect(await world.caller.rollouts.getStrategy(world.at)).toMatchObject({ strategy: null });
  expect(await publish("v2.internal")).toBe(false);
  await world.caller.rollouts.setStrategy({ ...world.at, strategy: CANARY_FIRST });
  expect(await world.caller.rollouts.getStrategy(world.at)).toMatchObject({ strategy: CANARY_FIRST });
  expect((await world.actions())[0]).toBe("runtimeGroup.setStrategy default");
  expect(await publish("v3.internal")).toBe(true);
  expect(await publish("v4.internal", { rollout: "allAtOnce" })).toBe(false);
  expect(await world.caller.configVersions.rollBack({ ...world.at, number: 1 })).toMatchObject({ ok: true, number: 5, rolloutId: expect.any(String) });
});

it("the draft goes out in stages too, and is not ended where a rollout is in the way", async () => {
  await using world = await createRolloutWorld();
  const supersede = await world.stage("v2.internal");
  const { revision: seen } = await world.caller.drafts.get(world.at);
  await world.caller.drafts.saveEntity({ ...world.at, kind: "services", fields: { name: "more", host: "b.internal" }, revision: seen });
  const { revision } = await world.caller.drafts.get(world.at);
  const publish = { ...world.at, revision, message: "m", rollout: CANARY_FIRST };
  expect(await world.caller.drafts.publish(publish)).toMatchObject({ ok: false, reason: "rollout" });
  expect((await world.caller.drafts.get(world.at)).revision).toBe(revision);
  expect(await world.caller.drafts.publish({ ...publish, activeRollout: { supersede } })).toMatchObject({ ok: true, number: 3, rolloutId: expect.any(String) });
});

it("a publish during a rollout is refused and writes nothing, unless it supersedes that; then what is unproven goes to nobody else", async () => {
  await using world = await createRolloutWorld();
  const first = await world.stage("v2.internal");
  const publish = { ...world.at, source: documentOf("v3.internal"), message: "m" };
  const rollout = { id: first, fromVersion: 1, toVersion: 2, state: "running", stage: 0, stages: 3 };
  expect(await world.caller.configVersions.publish(publish)).toEqual({ ok: false, reason: "rollout", rollout });
  expect(await world.caller.configVersions.rollBack({ ...world.at, number: 1 })).toEqual({ ok: false, reason: "rollout", rollout });
  expect((await world.caller.configVersions.list(world.at)).length).toBe(2);
  const second = await world.stage("v3.internal", CANARY_FIRST, { activeRollout: { supersede: first } });
  expect(await world.row(first)).toMatchObject({ state: "superseded", endedAt: world.clock.now });
  expect(await world.steps(first)).toEqual(["started 0 by ours owner", "superseded 0 by ours owner"]);
  expect(await world.row(second)).toMatchObject({ fromVersion: 1, toVersion: 3, state: "running" });
});

it("whoever supersedes one rollout supersedes no other that began since, and is told of it", async () => {
  await using world = await createRolloutWorld();
  const { caller, at } = world;
  const seen = await world.stage("v2.internal");
  await caller.rollouts.abandon({ ...at, rolloutId: seen });
  const since = await world.stage("v3.internal");
  const publish = { ...at, source: documentOf("v4.internal"), message: "m", activeRollout: { supersede: seen } };
  const told = { ok: false, reason: "rollout", rollout: { id: since, toVersion: 3 } };
  expect(await caller.configVersions.publish(publish)).toMatchObject(told);
  expect(await caller.configVersions.rollBack({ ...at, number: 1, activeRollout: { supersede: seen } })).toMatchObject(told);
  expect(await world.row(since)).toMatchObject({ state: "running" });
  await caller.rollouts.abandon({ ...at, rolloutId: since });
  expect(await caller.configVersions.publish(publish)).toMatchObject({ ok: true, number: 4 });
});

it("a rollout after an abandoned one goes out from what was before that, after a promoted one from it", async () => {
  await using world = await createRolloutWorld();
  const first = await world.stage("v2.internal");
  await world.caller.rollouts.abandon({ ...world.at, rolloutId: first });
  const second = await world.stage("v3.internal");
  expect(await world.row(second)).toMatchObject({ fromVersion: 1, toVersion: 3 });
  await world.caller.rollouts.promote({ ...world.at, rolloutId: second });
  expect(await world.row(await world.stage("v4.internal"))).toMatchObject({ fromVersion: 3, toVersion: 4 });
});

it("a preview tells who would be reached by the very rollout that a publish begins then", async () => {
  await using world = await createRolloutWorld({ canaries: 3, others: 37 });
  await world.change(world.others.slice(0, 1), { pinnedVersion: 1 });
  await world.change(world.others.slice(1, 3), { lastSeenAt: world.clock.now - 86_400_000 });
  await world.change(world.others.slice(3, 4), { credentialHash: null });
  const { strategy, stages } = await world.caller.rollouts.preview({ ...world.at, strategy: CANARY_FIRST });
  expect(strategy).toEqual(CANARY_FIRST);
  expect(stages.map(({ reached }) => reached).reduce((sum, each) => sum + each)).toBe(39);
  const total = (key: "held" | "away") => stages.reduce((sum, stage) => sum + stage[key], 0);
  expect([stages[0]?.reached, total("held"), total("away")]).toEqual([3, 1, 2]);
  const { progress } = await world.get(await world.stage("v2.internal"));
  const counted = progress?.stages.map((standings) => Object.values(standings).reduce((sum, each) => sum + each) - standings.revoked);
  expect(counted).toEqual(stages.map(({ reached }) => reached));
});

it("a preview without a strategy is of the saved one, and of all at once where none is", async () => {
  await using world = await createRolloutWorld();
  expect(await world.caller.rollouts.preview(world.at)).toEqual({ strategy: null, fromVersion: 1, stages: [{ reached: 6, held: 0, away: 0, takenBack: 0 }] });
  await world.caller.rollouts.setStrategy({ ...world.at, strategy: CANARY_FIRST });
  expect((await world.caller.rollouts.preview(world.at)).stages).toHaveLength(3);
});

it("a preview tells who would go back to what was before a rollout that did not complete, whom a publish then takes back", async () => {
  await using world = await createRolloutWorld();
  await world.caller.rollouts.abandon({ ...world.at, rolloutId: await world.stage("v2.internal") });
  const stages = [{ selector: { stage: "nobody" } }, { percent: 100 }].map((reach) => ({ reach, gate: {} }));
  const strategy = RolloutStrategy.parse({ stages });
  const preview = await world.caller.rollouts.preview({ ...world.at, strategy });
  expect(preview).toMatchObject({
    fromVersion: 1,
    stages: [
      { reached: 0, takenBack: 0 },
      { reached: 6, takenBack: 2 },
    ],
  });
  const { progress, fromVersion } = await world.get(await world.stage("v3.internal", strategy));
  expect([fromVersion, progress?.stages[1]?.unreached]).toEqual([1, 6]);
});

it("what a rollout goes out from keeps its content, however few versions are kept", async () => {
  await using world = await createRolloutWorld();
  await world.keep(1);
  await world.change(world.nodes, { runningEtag: null });
  const all = RolloutStrategy.parse({ stages: [{ reach: { percent: 100 }, gate: {} }] });
  const supersede = await world.stage("v2.internal", all);
  await world.stage("v3.internal", all, { activeRollout: { supersede } });
  expect(await world.keptNumbers()).toEqual([3, 1]);
});
