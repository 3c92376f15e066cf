import { describe, expect, it } from "vitest";
import { ROLLOUT_ACTS, type RolloutAct, applyAct, applyVerdict, haltText, possibleActs } from "@/server/domain/rollout/act";
import type { Rollout, RolloutState } from "@/server/domain/rollout/rollout";
import { MINUTE, STARTED, rolloutOf, stage, strategyOf } from "../../../support/rollout-facts";

const NOW = STARTED + 30 * MINUTE;
const approvable = strategyOf([stage(10, { needsApproval: true }), stage(100)]);

function done(rollout: Rollout, act: RolloutAct, now = NOW) {
  const outcome = applyAct(rollout, act, now);
  if (!outcome.ok) throw new Error(outcome.refusal);
  return outcome;
}

it.each<[RolloutState, RolloutAct[]]>([
  ["running", ["approve", "pause", "promote", "rollBack", "abandon", "supersede"]],
  ["paused", ["approve", "resume", "promote", "rollBack", "abandon", "supersede"]],
  ["halted", ["resume", "promote", "rollBack", "abandon", "supersede"]],
  ["completed", []],
  ["rolled back", []],
  ["abandoned", []],
  ["superseded", []],
])("a rollout that is %s takes %j, and says of every other act why not", (state, acts) => {
  const rollout = rolloutOf({ state, strategy: approvable, pausedAt: state === "paused" ? STARTED : null });
  expect(possibleActs(rollout)).toEqual(acts);
  for (const act of ROLLOUT_ACTS) {
    const outcome = applyAct(rollout, act, NOW);
    expect(outcome.ok).toBe(acts.includes(act));
    if (!outcome.ok) expect(outcome.refusal).toMatch(/^The .*\.$/);
  }
});

it.each<[RolloutAct, RolloutState]>([
  ["promote", "completed"],
  ["rollBack", "rolled back"],
  ["abandon", "abandoned"],
  ["supersede", "superseded"],
])("%s ends the rollout as %s, and keeps what else is known of it", (act, state) => {
  const rollout = { ...rolloutOf({ state: "paused", pausedAt: STARTED }), revision: 7 };
  expect(applyAct(rollout, act, NOW)).toMatchObject({ ok: true, next: { ...rollout, state, endedAt: NOW, pausedAt: null, revision: 7 } });
});

describe("pause and resume", () => {
  it("leave the stage as it was, so that who fell silent in it is waited for still", () => {
    const paused = done(rolloutOf(), "pause", STARTED + 20 * MINUTE).next;
    expect(paused).toMatchObject({ state: "paused", pausedAt: STARTED + 20 * MINUTE });
    const resumed = done(paused, "resume", STARTED + 500 * MINUTE).next;
    expect(resumed).toMatchObject({ state: "running", pausedAt: null, stageStartedAt: STARTED, failuresAcceptedAt: null });
  });

  it("a resume after a halt gives the stage all of its time, accepts the failures, and keeps why it halted", () => {
    const haltReason = { kind: "rejected", count: 1, instanceIds: ["i1"] } as const;
    const halted = rolloutOf({ state: "halted", haltReason: { ...haltReason, instanceIds: ["i1"] }, passedAt: STARTED });
    expect(done(halted, "resume").next).toMatchObject({ state: "running", stageStartedAt: NOW, failuresAcceptedAt: NOW, passedAt: null, haltReason });
  });
});

describe("approval", () => {
  it("lets the stage at hand go on, once", () => {
    const approved = done(rolloutOf({ strategy: approvable }), "approve").next;
    expect(approved.isApproved).toBe(true);
    expect(applyAct(approved, "approve", NOW)).toEqual({ ok: false, refusal: "The stage at hand is approved already." });
  });

  it("is refused where the stage asks for none", () => {
    expect(applyAct(rolloutOf(), "approve", NOW)).toEqual({ ok: false, refusal: "The stage at hand asks for no approval." });
  });

  it("is asked for anew in the next stage", () => {
    const next = applyVerdict(rolloutOf({ isApproved: true, passedAt: STARTED }), { kind: "advance", stage: 1 }, NOW)?.next;
    expect(next).toMatchObject({ stage: 1, stageStartedAt: NOW, isApproved: false, passedAt: null });
  });
});

describe("verdicts", () => {
  const reason = { kind: "vanished", count: 2, instanceIds: ["a", "b"] } as const;

  it("a halt keeps its reason, and tells it in the timeline", () => {
    expect(applyVerdict(rolloutOf(), { kind: "halt", reason: { ...reason, instanceIds: ["a", "b"] } }, NOW)).toMatchObject({
      next: { state: "halted", haltReason: reason, endedAt: null },
      step: { kind: "halted", stage: 0, detail: "2 instances vanished after applying it" },
    });
  });

  it.each([
    [{ kind: "pass" }, { passedAt: NOW, state: "running" }, "passed"],
    [{ kind: "complete" }, { state: "completed", endedAt: NOW }, "completed"],
    [{ kind: "rollBack" }, { state: "rolled back", endedAt: NOW }, "rolledBack"],
  ] as const)("%o", (verdict, next, kind) => {
    expect(applyVerdict(rolloutOf(), verdict, NOW)).toMatchObject({ next, step: { kind } });
  });

  it("waiting changes nothing", () => {
    expect(applyVerdict(rolloutOf(), { kind: "wait", awaited: { what: "approval" } }, NOW)).toBeNull();
  });
});

it.each([
  [{ kind: "rejected", count: 1, instanceIds: [] }, "1 instance rejected it"],
  [{ kind: "time limit", count: 3, instanceIds: [] }, "3 instances failed to run it, ready, within the time limit"],
] as const)("%o reads %s", (reason, text) => {
  expect(haltText({ ...reason, instanceIds: [] })).toBe(text);
});
