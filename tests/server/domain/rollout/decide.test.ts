import { describe, expect, it } from "vitest";
import { type Verdict, decideRollout, startTally } from "@/server/domain/rollout/decide";
import { stageOf } from "@/server/domain/rollout/expected-version";
import type { Rollout } from "@/server/domain/rollout/rollout";
import type { RolloutFacts } from "@/server/domain/rollout/standing";
import { MINUTE, NEW, STARTED, appliedAt, factsOf, questionAt, stage, strategyOf } from "../../../support/rollout-facts";

const at = (minutes: number) => STARTED + minutes * MINUTE;
const many = (count: number, facts: RolloutFacts, from = 0): RolloutFacts[] =>
  Array.from({ length: count }, (_, index) => ({ ...facts, id: `i${from + index}` }));
const rejecting = factsOf({ rejectedEtag: NEW, rejectedAt: at(1) });
const plain = factsOf({ id: "plain", labels: {} });

function verdictAt(minutes: number, facts: RolloutFacts[], changed: Partial<Rollout> = {}, isFrozen = false): Verdict {
  const question = questionAt(minutes, changed, { isFrozen });
  const heard = facts.map((each) => ({ ...each, lastSeenAt: each.lastSeenAt === null ? null : Math.min(each.lastSeenAt, question.now) }));
  return decideRollout({ ...question, facts: heard }).verdict;
}

describe("the gate", () => {
  it("waits, and says for what", () => {
    const verdict = verdictAt(6, [...many(2, appliedAt(1)), ...many(1, appliedAt(4), 2), ...many(1, factsOf(), 3), plain]);
    expect(verdict).toEqual({
      kind: "wait",
      awaited: { what: "instances", proven: 2, needed: 4, applied: 3, counting: 4, readyAt: null, limitAt: at(60) },
    });
  });

  it("says when it holds once all that it needs run the version, ready", () => {
    expect(verdictAt(6, [...many(2, appliedAt(2)), ...many(1, appliedAt(4), 2), plain])).toMatchObject({ awaited: { proven: 0, readyAt: at(9) } });
  });

  it.each<[string, RolloutFacts[], Partial<Rollout>, Verdict["kind"]]>([
    ["all are proven", [...many(3, appliedAt(1)), plain], {}, "advance"],
    ["nobody is reached", [plain], {}, "advance"],
    [
      "those left are pinned, away, revoked or late",
      [appliedAt(1), factsOf({ pinnedVersion: 42 }), factsOf({ lastSeenAt: at(-9) }), factsOf({ isRevoked: true }), factsOf({ firstSeenAt: at(1) }), plain],
      {},
      "advance",
    ],
    [
      "90 % of ten are asked for and nine are proven",
      [...many(9, appliedAt(1)), factsOf(), plain],
      { strategy: strategyOf([stage({ tier: "canary" }, { appliedPercent: 90 }), stage(100)]) },
      "advance",
    ],
    [
      "90 % of nine are asked for and eight are proven",
      [...many(8, appliedAt(1)), factsOf(), plain],
      { strategy: strategyOf([stage({ tier: "canary" }, { appliedPercent: 90 }), stage(100)]) },
      "wait",
    ],
    [
      "no readiness is asked for and all run it",
      [appliedAt(10), plain],
      { strategy: strategyOf([stage({ tier: "canary" }, { readyMinutes: 0 }), stage(100)]) },
      "advance",
    ],
    ["an earlier stage's instance is to take it again", [factsOf(), { ...appliedAt(1), labels: {} }], { stage: 1 }, "wait"],
    ["all are reached and proven", [appliedAt(1)], { stage: 1 }, "complete"],
    ["the group has no instance", [], {}, "complete"],
    ["everybody in it enrolled late and none is proven", [factsOf({ firstSeenAt: at(1) }), appliedAt(8, { firstSeenAt: at(1) }), plain], {}, "wait"],
    ["everybody in it enrolled late and one is proven", [factsOf({ firstSeenAt: at(1) }), appliedAt(2, { firstSeenAt: at(1) }), plain], {}, "advance"],
    ["all whom its labels choose are pinned", [factsOf({ pinnedVersion: 42 }), plain], {}, "wait"],
    ["all whom its labels choose are away or paused", [factsOf({ lastSeenAt: at(-100) }), factsOf({ pausedVersion: 42 }), plain], {}, "wait"],
    ["of those whom its labels choose one is proven, others are away", [appliedAt(1), factsOf({ lastSeenAt: at(-100) }), plain], {}, "advance"],
    ["all whom its labels choose are revoked", [factsOf({ isRevoked: true }), plain], {}, "advance"],
    ["all instances are away", many(3, factsOf({ lastSeenAt: at(-100) })), {}, "wait"],
  ])("%s", (_, facts, changed, kind) => {
    expect(verdictAt(10, facts, changed).kind).toBe(kind);
  });

  it("waits for nobody whom a percentage happens to reach and who is away", () => {
    const strategy = strategyOf([stage(50), stage(100)]);
    const { id } = questionAt(10).rollout;
    const facts = many(20, plain).map((each) => (stageOf({ id, stages: strategy.stages }, each) === 0 ? { ...each, lastSeenAt: at(-100) } : each));
    expect(verdictAt(10, facts, { strategy })).toEqual({ kind: "advance", stage: 1 });
  });

  it("passes over stages that reach nobody, to the first that does", () => {
    const strategy = strategyOf([stage({ tier: "canary" }), stage({ zone: "a" }), stage({ zone: "b" }), stage(100)]);
    expect(verdictAt(10, [appliedAt(1), plain], { strategy })).toEqual({ kind: "advance", stage: 3 });
    expect(verdictAt(10, [appliedAt(1)], { strategy })).toEqual({ kind: "complete" });
  });

  it("never passes over a stage whose labels choose only who is away or held, and halts there at the time limit", () => {
    const strategy = strategyOf([stage({ tier: "canary" }), stage({ zone: "a" }), stage(100)]);
    const pinned = factsOf({ id: "pinned", labels: { zone: "a" }, pinnedVersion: 42 });
    expect(verdictAt(10, [appliedAt(1), pinned, plain], { strategy })).toEqual({ kind: "advance", stage: 1 });
    const there = { strategy, stage: 1, stageStartedAt: at(10) };
    expect(verdictAt(11, [appliedAt(1), pinned, plain], there).kind).toBe("wait");
    expect(verdictAt(70, [appliedAt(1), pinned, plain], there)).toEqual({ kind: "halt", reason: { kind: "time limit", count: 1, instanceIds: ["pinned"] } });
    // In its last stage everybody is reached, so that there is nobody to prove it to.
    expect(verdictAt(10, [pinned], { strategy: strategyOf([stage(100)]), stage: 0 }).kind).toBe("complete");
  });

  it("never passes over a stage that wants an approval", () => {
    const strategy = strategyOf([stage({ tier: "canary" }), stage({ zone: "a" }, { needsApproval: true }), stage(100)]);
    expect(verdictAt(10, [appliedAt(1), plain], { strategy })).toEqual({ kind: "advance", stage: 1 });
    expect(verdictAt(10, [appliedAt(1), plain], { strategy, stage: 1, stageStartedAt: at(10) })).toEqual({ kind: "pass" });
  });
});

describe("approval and freeze", () => {
  const strategy = strategyOf([stage({ tier: "canary" }, { needsApproval: true }), stage(100)]);
  const proven = [appliedAt(1), plain];

  it.each<[string, Partial<Rollout>, boolean, Verdict]>([
    ["a gate that holds is noted before an approval is waited for", {}, false, { kind: "pass" }],
    ["a noted gate waits for the approval", { passedAt: at(9) }, false, { kind: "wait", awaited: { what: "approval" } }],
    ["an approved one goes on", { isApproved: true }, false, { kind: "advance", stage: 1 }],
    ["an approved one is noted in a freeze", { isApproved: true }, true, { kind: "pass" }],
    ["an approved and noted one waits for the end of the freeze", { isApproved: true, passedAt: at(9) }, true, { kind: "wait", awaited: { what: "freeze" } }],
    ["a freeze does not hold the completion", { stage: 1 }, true, { kind: "complete" }],
  ])("%s", (_, changed, isFrozen, verdict) => {
    const facts = changed.stage === 1 ? [appliedAt(1)] : proven;
    expect(verdictAt(10, facts, { strategy, ...changed }, isFrozen)).toEqual(verdict);
  });

  it("neither the time limit nor a restart takes a noted gate back", () => {
    const restarted = factsOf({ runningEtag: null, runningSince: at(599) });
    expect(verdictAt(600, [restarted, plain], { strategy, passedAt: at(9) })).toEqual({ kind: "wait", awaited: { what: "approval" } });
  });

  it("a failure halts after the gate held, and in a freeze", () => {
    expect(verdictAt(10, [rejecting, plain], { strategy, passedAt: at(9) }, true).kind).toBe("halt");
  });
});

describe("halts", () => {
  const tolerant = { strategy: strategyOf([stage({ tier: "canary" }), stage(100)], { toleratedPercent: 10 }) };

  it("one that refuses is enough where none is tolerated", () => {
    expect(verdictAt(2, [...many(99, factsOf()), { ...rejecting, id: "bad" }])).toEqual({
      kind: "halt",
      reason: { kind: "rejected", count: 1, instanceIds: ["bad"] },
    });
  });

  it("names the kind that most failures are of, and ten of them at most", () => {
    const facts = [...many(1, rejecting), ...many(12, appliedAt(1, { isReady: false, readyChangedAt: at(2) }), 1)];
    const verdict = verdictAt(10, facts);
    expect(verdict).toMatchObject({ kind: "halt", reason: { kind: "not ready", count: 12 } });
    expect(verdict.kind === "halt" && verdict.reason.instanceIds).toEqual(Array.from({ length: 10 }, (_, index) => `i${index + 1}`));
  });

  it("as many as are tolerated neither halt nor hold the gate", () => {
    expect(verdictAt(10, [...many(9, appliedAt(1)), rejecting, plain], tolerant).kind).toBe("advance");
  });

  it("one more than is tolerated halts, of whatever kind", () => {
    const vanished = appliedAt(1, { lastSeenAt: at(2) });
    expect(verdictAt(10, [...many(9, appliedAt(1)), rejecting, vanished, plain], tolerant)).toMatchObject({ kind: "halt", reason: { kind: "rejected" } });
  });

  it("what a person accepted neither halts nor holds the gate", () => {
    expect(verdictAt(10, [...many(2, appliedAt(3)), rejecting, plain], { failuresAcceptedAt: at(2) }).kind).toBe("advance");
  });

  it("an instance that is not reached cannot halt", () => {
    expect(verdictAt(10, [appliedAt(9), { ...rejecting, labels: {} }]).kind).toBe("wait");
  });

  it("the time limit halts, and names who has not taken it or is not ready", () => {
    const facts = [...many(2, factsOf()), ...many(1, appliedAt(58), 2), ...many(1, appliedAt(58, { isReady: false, readyChangedAt: at(57) }), 3), plain];
    expect(verdictAt(59.9, facts).kind).toBe("wait");
    expect(verdictAt(60, facts)).toEqual({ kind: "halt", reason: { kind: "time limit", count: 3, instanceIds: ["i0", "i1", "i3"] } });
  });

  it("the time limit is later by as long as the rollout was paused in the stage", () => {
    const limited = (minutes: number) => decideRollout({ ...questionAt(minutes, {}, { pausedMs: 30 * MINUTE }), facts: [{ ...factsOf(), lastSeenAt: at(1) }] });
    expect([limited(89.9).verdict.kind, limited(90).verdict.kind]).toEqual(["wait", "halt"]);
  });

  it("who took it in time and is ready gets its minutes beyond the limit", () => {
    expect(verdictAt(60, [appliedAt(58), plain])).toMatchObject({ kind: "wait", awaited: { readyAt: at(63) } });
    expect(verdictAt(63, [appliedAt(58), plain]).kind).toBe("advance");
  });

  it("a fleet that stays away halts at the time limit, and all of it is named, also who is for a later stage", () => {
    const away = { lastSeenAt: at(-100) };
    const reason = { kind: "time limit", count: 3, instanceIds: ["i0", "i1", "plain"] };
    expect(verdictAt(60, [...many(2, factsOf(away)), { ...plain, ...away }])).toEqual({ kind: "halt", reason });
    expect(verdictAt(60, [{ ...plain, ...away }])).toEqual({ kind: "halt", reason: { ...reason, count: 1, instanceIds: ["plain"] } });
  });
});

describe("whoever waits for a person", () => {
  it.each<[Rollout["state"], Verdict]>([
    ["paused", { kind: "wait", awaited: { what: "person" } }],
    ["halted", { kind: "wait", awaited: { what: "person" } }],
    ["completed", { kind: "wait", awaited: { what: "nothing" } }],
    ["abandoned", { kind: "wait", awaited: { what: "nothing" } }],
  ])("a rollout that is %s does nothing, whatever its instances do", (state, verdict) => {
    for (const facts of [[rejecting], [appliedAt(1)], []]) expect(verdictAt(100, facts, { state })).toEqual(verdict);
  });

  it("a halted one is rolled back where the strategy says so, and a paused one is not", () => {
    const strategy = strategyOf([stage(100)], { onHalt: "rollBack" });
    expect(verdictAt(10, [], { strategy, state: "halted" })).toEqual({ kind: "rollBack" });
    expect(verdictAt(10, [rejecting], { strategy, state: "paused" })).toEqual({ kind: "wait", awaited: { what: "person" } });
  });
});

it("the tally counts each instance once, in the first stage that reaches it", () => {
  const judge = startTally(questionAt(10));
  const heard = { lastSeenAt: at(10) };
  for (const facts of [appliedAt(1, heard), factsOf(heard), factsOf({ ...heard, labels: {} }), factsOf({ ...heard, pinnedVersion: 1 })]) judge.add(facts);
  const { stages } = judge.verdict().tally;
  const counts = stages.map((tally) => Object.fromEntries(Object.entries(tally).filter(([, count]) => count > 0)));
  expect(counts).toEqual([{ proven: 1, waiting: 1, held: 1 }, { unreached: 1 }]);
});
