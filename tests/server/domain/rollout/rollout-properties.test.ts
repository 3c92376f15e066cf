import fc from "fast-check";
import { expect, it } from "vitest";
import { ROLLOUT_ACTS, type RolloutAct, applyAct, applyVerdict } from "@/server/domain/rollout/act";
import { decideRollout } from "@/server/domain/rollout/decide";
import { isReached, targetOf } from "@/server/domain/rollout/expected-version";
import { type Rollout, isActive } from "@/server/domain/rollout/rollout";
import type { RolloutFacts } from "@/server/domain/rollout/standing";
import { MINUTE, NEW, OLD, STARTED, questionAt, rolloutOf, stage, strategyOf } from "../../../support/rollout-facts";

const strategies = fc
  .record({
    gate: fc.record({
      appliedPercent: fc.integer({ min: 1, max: 100 }),
      readyMinutes: fc.integer({ min: 0, max: 10 }),
      timeLimitMinutes: fc.integer({ min: 1, max: 60 }),
      needsApproval: fc.boolean(),
    }),
    reaches: fc.constantFrom([100], [50, 100], [1, 30, 100], [{ tier: "canary" }, 10, { zone: "a" }, 100]),
    toleratedPercent: fc.integer({ min: 0, max: 60 }),
    onHalt: fc.constantFrom("hold" as const, "rollBack" as const),
  })
  .map(({ gate, reaches, ...rest }) =>
    strategyOf(
      reaches.map((reach) => stage(reach, gate)),
      rest,
    ),
  );

/** Some time from an hour before the start to three hours after it. */
const times = fc.integer({ min: -60, max: 180 }).map((minutes) => STARTED + minutes * MINUTE);
const someFacts: fc.Arbitrary<RolloutFacts> = fc.record({
  id: fc.uuid(),
  labels: fc.constantFrom<Record<string, string>[]>({}, { tier: "canary" }, { zone: "a" }),
  pinnedVersion: fc.constantFrom(null, null, null, 41),
  pausedVersion: fc.constantFrom(null, null, null, 43),
  isRevoked: fc.constantFrom(false, false, false, true),
  firstSeenAt: times,
  lastSeenAt: fc.oneof(times, fc.constant(null)),
  runningEtag: fc.constantFrom(OLD, NEW, NEW, null),
  runningSince: fc.oneof(times, fc.constant(null)),
  rejectedEtag: fc.constantFrom(null, null, NEW),
  rejectedAt: fc.oneof(times, fc.constant(null)),
  isReady: fc.constantFrom(true, true, false, null),
  readyChangedAt: fc.oneof(times, fc.constant(null)),
});
const fleets = fc.array(someFacts, { maxLength: 12 });

const judge = (rollout: Rollout, facts: Iterable<RolloutFacts>, now: number, isFrozen = false) =>
  decideRollout({ ...questionAt(0, rollout, { now, isFrozen }), facts });

type Doing = { act: RolloutAct } | { facts: RolloutFacts[]; isFrozen: boolean } | { minutes: number };

/** What persons, nodes and time do to a rollout, in any order. */
const doings: fc.Arbitrary<Doing[]> = fc.array(
  fc.oneof(
    fc.record({ act: fc.constantFrom(...ROLLOUT_ACTS) }),
    fc.record({ facts: fleets, isFrozen: fc.boolean() }),
    fc.record({ minutes: fc.integer({ min: 0, max: 40 }) }),
  ),
  { maxLength: 30 },
);

/** Each state that the rollout comes to, and what brought it there: an act, or what Signalbox decided by itself. */
function* lifeOf(strategy: Rollout["strategy"], life: Doing[]): Generator<{ before: Rollout; after: Rollout; by: string }> {
  let before = rolloutOf({ strategy });
  let now = STARTED;
  for (const doing of life) {
    if ("minutes" in doing) {
      now += doing.minutes * MINUTE;
      continue;
    }
    const outcome = "act" in doing ? applyAct(before, doing.act, now) : null;
    const verdict = "facts" in doing ? judge(before, doing.facts, now, doing.isFrozen).verdict : null;
    const after = outcome?.ok ? outcome.next : verdict ? applyVerdict(before, verdict, now)?.next : undefined;
    if (!after) continue;
    yield { before, after, by: "act" in doing ? doing.act : "Signalbox" };
    expect(after.stageStartedAt).toBeLessThanOrEqual(now);
    before = after;
  }
}

it("a halt is final until a person acts, or the roll back comes that the strategy asks for; an end is final", () => {
  fc.assert(
    fc.property(strategies, doings, (strategy, life) => {
      for (const { before, after, by } of lifeOf(strategy, life)) {
        expect(isActive(before.state)).toBe(true);
        if (before.state !== "halted" || by !== "Signalbox") continue;
        expect([strategy.onHalt, after.state]).toEqual(["rollBack", "rolled back"]);
      }
    }),
    { numRuns: 500 },
  );
});

it("a paused rollout changes by persons alone", () => {
  fc.assert(
    fc.property(strategies, doings, (strategy, life) => {
      for (const { before, by } of lifeOf(strategy, life)) if (before.state === "paused") expect(by).not.toBe("Signalbox");
    }),
    { numRuns: 500 },
  );
});

it("reach only grows, until everybody has the version or a publish takes its place", () => {
  fc.assert(
    fc.property(strategies, doings, fc.array(fc.uuid(), { minLength: 1, maxLength: 20 }), (strategy, life, instances) => {
      const reachedBy = (rollout: Rollout) => instances.filter((id) => isReached(targetOf(rollout), { id, labels: {} }));
      for (const { before, after } of lifeOf(strategy, life)) {
        expect(after.stage).toBeGreaterThanOrEqual(before.stage);
        expect(reachedBy(after)).toEqual(expect.arrayContaining(reachedBy(before)));
        if (after.state === "completed") expect(reachedBy(after)).toEqual(instances);
      }
    }),
    { numRuns: 500 },
  );
});

it("no frozen rollout advances by itself", () => {
  fc.assert(
    fc.property(strategies, fleets, times, (strategy, facts, now) => {
      expect(judge(rolloutOf({ strategy }), facts, now, true).verdict.kind).not.toBe("advance");
    }),
  );
});

it("what halted a rollout does not halt it again when a person resumes it", () => {
  let halts = 0;
  fc.assert(
    fc.property(strategies, fleets, fc.integer({ min: 0, max: 3 }), (strategy, facts, at) => {
      const now = STARTED + 181 * MINUTE;
      const rollout = rolloutOf({ strategy, stage: Math.min(at, strategy.stages.length - 1) });
      const { verdict } = judge(rollout, facts, now);
      if (verdict.kind !== "halt") return;
      halts += 1;
      const halted = applyVerdict(rollout, verdict, now)?.next ?? rollout;
      const resumed = applyAct(halted, "resume", now);
      expect(resumed.ok && judge(resumed.next, facts, now).verdict.kind).not.toBe("halt");
    }),
    { numRuns: 1000 },
  );
  expect(halts).toBeGreaterThan(100);
});

it("a verdict does not depend on the order in which instances are told of", () => {
  const withoutNames = (facts: RolloutFacts[], strategy: Rollout["strategy"], now: number) => {
    const { tally, verdict } = judge(rolloutOf({ strategy }), facts, now);
    return {
      tally,
      verdict: verdict.kind === "halt" ? { ...verdict, reason: { ...verdict.reason, instanceIds: verdict.reason.instanceIds.length } } : verdict,
    };
  };
  fc.assert(
    fc.property(strategies, fleets, times, (strategy, facts, now) => {
      expect(withoutNames([...facts].reverse(), strategy, now)).toEqual(withoutNames(facts, strategy, now));
    }),
    { numRuns: 500 },
  );
});
