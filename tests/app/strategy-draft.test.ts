import { describe, expect, it } from "vitest";
import { draftOf, readStrategy, type StageDraft, withMoved, withStage } from "@/app/_shared/rollout/strategy-draft";
import { STRATEGY_TEMPLATES } from "@/app/_shared/rollout/strategy-templates";
import { stage, strategyOf } from "@/tests/support/rollout-facts";

const TWO = strategyOf([stage({ tier: "canary", zone: "eu" }), stage(100, { readyMinutes: 0, needsApproval: true })], {
  toleratedPercent: 3,
  onHalt: "rollBack",
});

/** What is said of a strategy of which the first stage is changed so. */
function errorsOf(changed: Partial<StageDraft>, rest: { toleratedPercent?: string } = {}): Record<string, string> {
  const draft = draftOf(strategyOf([stage(5), stage(100)]));
  const read = readStrategy({ ...draft, ...rest, stages: draft.stages.map((each, index) => (index === 0 ? { ...each, ...changed } : each)) });
  return read.ok ? {} : Object.fromEntries(read.errors);
}

it("what is written for a strategy reads as that strategy", () => {
  for (const strategy of [TWO, ...STRATEGY_TEMPLATES.map(([, each]) => each)]) expect(readStrategy(draftOf(strategy))).toEqual({ ok: true, strategy });
});

describe("each fault stands at its field", () => {
  it.each<[string, Partial<StageDraft>, string, string]>([
    ["no percent", { percent: "" }, "stages.0.reach", "Give a number of percent."],
    ["a part of a percent", { percent: "2.5" }, "stages.0.reach", "Whole percent only."],
    ["no instance", { percent: "0" }, "stages.0.reach", "At least 1 %."],
    ["no labels", { by: "labels", labels: "" }, "stages.0.reach", "Give at least one label."],
    ["what is no label", { by: "labels", labels: "canary" }, "stages.0.reach", '"canary" is no label: write key=value, separated by commas.'],
    ["a word for minutes", { readyMinutes: "soon" }, "stages.0.gate.readyMinutes", "Give a number of minutes."],
    ["no time", { timeLimitMinutes: "0" }, "stages.0.gate.timeLimitMinutes", "At least 1 minute."],
    ["more than all", { appliedPercent: "101" }, "stages.0.gate.appliedPercent", "At most 100 %."],
    ["all before the last", { percent: "100" }, "stages.1.reach", "More than the 100 % of the stage before."],
  ])("%s", (_, changed, place, message) => {
    expect(errorsOf(changed)).toEqual({ [place]: message });
  });

  it("a tolerance below nothing", () => {
    expect(errorsOf({}, { toleratedPercent: "-1" })).toEqual({ toleratedPercent: "At least 0 %." });
  });

  it("labels that cannot be read leave the other stages' faults in sight", () => {
    expect(Object.keys(errorsOf({ by: "labels", labels: "canary", readyMinutes: "" })).sort()).toEqual(["stages.0.gate.readyMinutes", "stages.0.reach"]);
  });
});

it("a stage that is added is half of the way to the last, and valid at once", () => {
  const added = withStage(draftOf(strategyOf([stage(5), stage(100)])));
  expect(added.stages.map(({ percent }) => percent)).toEqual(["5", "53", "100"]);
  expect(readStrategy(added).ok).toBe(true);
  expect(withStage(draftOf(strategyOf([stage(100)]))).stages.map(({ percent }) => percent)).toEqual(["50", "100"]);
});

it("a stage keeps its key when it moves, and none moves past an end", () => {
  const draft = draftOf(TWO);
  expect(withMoved(draft, 0, 1).stages.map(({ key }) => key)).toEqual([1, 0]);
  expect(withMoved(draft, 0, -1).stages).toEqual(draft.stages);
});
