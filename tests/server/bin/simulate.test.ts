import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { simulationText } from "@/server/bin/simulate";
import { stage, strategyOf } from "../../support/rollout-facts";

const folder = mkdtempSync(join(tmpdir(), "signalbox-simulate-"));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(text: string): string {
  const file = join(folder, "strategy.json");
  writeFileSync(file, text);
  return file;
}

it("tells what happened, stage by stage, and how it ended", () => {
  const text = simulationText(["--instances", "400", "--reject", "0.2"]);
  expect(text).toMatch(/^ 0:00:00 {2}started {5}stage 1 of 4 \(5 %\) - \d+ waiting$/m);
  expect(text).toMatch(/^ 0:00:30 {2}halted {6}stage 1 of 4 \(5 %\) - \d+ instances? rejected it - /m);
  expect(text).toContain("After 24 hours the rollout is halted, in stage 1 of 4 (5 %).");
});

it("--json gives one object, with the options that made it", () => {
  const end: unknown = JSON.parse(simulationText(["--instances=50", "--seed=7", "--json"]));
  expect(end).toMatchObject({ options: { instances: 50, seed: 7 }, rollout: { state: "completed" }, running: { v43: 50 } });
});

it("a strategy comes from a file, and --on-halt is heard before it", () => {
  const strategy = fileOf(JSON.stringify(strategyOf([stage({ tier: "canary" }), stage(100)], { onHalt: "hold" })));
  const text = simulationText(["--strategy", strategy, "--reject", "1", "--on-halt", "rollBack"]);
  expect(text).toMatch(/rolledBack {2}stage 1 of 2 \(tier=canary\)/);
  expect(text).toContain("expected    v44 1,000");
});

it("--help tells every option", () => {
  for (const option of ["instances", "seed", "strategy", "on-halt", "json", "reject", "slow", "flap", "vanish", "late", "reenroll"])
    expect(simulationText(["--help"])).toContain(`--${option} `);
});

it.each<[string[], string]>([
  [["--instances", "0"], "--instances: At least 1."],
  [["--instances", "many"], "--instances: Give a whole number."],
  [["--reject", "3"], "--reject: At most 1, which is all of them."],
  [["--reject="], "--reject: Give a share from 0 to 1, as in 0.03 for 3 %."],
  [["--rejct", "0.1"], "Unknown option '--rejct'"],
  [["fleet"], "Unexpected argument 'fleet'"],
  [["--on-halt", "stop"], "--on-halt: Say hold or rollBack."],
  [["--strategy", "nowhere.json"], "--strategy: nowhere.json cannot be read."],
])("%j is refused with what is wrong", (args, message) => {
  expect(() => simulationText(args)).toThrow(message);
});

it.each([
  ["{", "is not JSON"],
  ['{"stages":[]}', "strategy.stages: Give at least one stage."],
  ['{"stages":[{"reach":{"percent":0},"gate":{}}]}', "strategy.stages.0.reach.percent: At least 1 %."],
  ['{"stages":[{"reach":{},"gate":{}}]}', "strategy.stages.0.reach: Give a number of percent, or a selector of labels."],
  ['{"stages":[{"reach":{"percent":100},"gate":{"needApproval":true}}]}', "strategy.stages.0.gate: There is no member needApproval."],
  ['{"stages":[{"reach":{"percent":100},"gate":{}}],"tolerated":5}', "strategy: There is no member tolerated."],
  ['{"stages":[{"reach":{"percent":50},"gate":{}}]}', "strategy.stages.0.reach: The last stage must reach 100 %."],
])("the strategy %s is refused with its place and its cure", (text, message) => {
  const file = fileOf(text);
  expect(() => simulationText(["--strategy", file])).toThrow(message);
});
