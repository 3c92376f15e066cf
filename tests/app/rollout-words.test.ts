import { expect, it } from "vitest";
import { ACT_WORDS, type PageAct } from "@/app/o/[org]/runtime-groups/[groupId]/rollouts/act-words";
import { reachCounts } from "@/app/o/[org]/runtime-groups/[groupId]/rollouts/reach-counts";
import { stageMark } from "@/app/o/[org]/runtime-groups/[groupId]/rollouts/[rolloutId]/stage-mark";
import { firstText, gateText, minutesText } from "@/app/_shared/rollout/strategy-text";
import type { StageTally } from "@/server/domain/rollout/decide";
import { STANDINGS, type Standing } from "@/server/domain/rollout/standing";
import type { Rollout } from "@/server/domain/rollout/rollout";
import { rolloutOf, stage } from "@/tests/support/rollout-facts";

const tally = (told: Partial<Record<Standing, number>>): StageTally =>
  // safe because every standing gets its number here
  Object.fromEntries(STANDINGS.map((standing) => [standing, told[standing] ?? 0])) as StageTally;

const STAGES = [tally({ proven: 2, rejected: 1, held: 1 }), tally({}), tally({ unreached: 9, away: 1, revoked: 1 })];
const textOf = (act: PageAct, changed: Partial<Rollout> = {}, stages = STAGES) => ACT_WORDS[act](rolloutOf(changed), reachCounts(stages, 0)).text.join(" ");

it("who is pinned, paused or revoked is no part of whom a rollout reaches or holds back", () => {
  expect(reachCounts(STAGES, 0)).toEqual({ total: 15, reached: 3, running: 2, failed: 1, rest: 10, held: 1, next: { stage: 2, count: 10 } });
  expect(reachCounts(STAGES, 2)).toMatchObject({ reached: 13, rest: 0, next: null });
});

it("each act says in numbers what happens to whom", () => {
  expect(textOf("promote")).toBe(
    "10 more instances get v43 at once, without waiting for any gate. So far 1 instance failed. 1 instance that is pinned or paused stays as it is.",
  );
  expect(textOf("abandon")).toBe("It ends where it is, for good: 3 instances keep v43, and 10 instances keep v42, until the next publish.");
  expect(textOf("rollBack")).toContain("the 3 instances that v43 has reached go back to it, the other 10 keep it.");
  expect(textOf("approve")).toContain("Stage 3 then gives v43 to 10 more.");
  expect(textOf("approve", {}, [tally({ proven: 1 })])).toContain("No stage is left that reaches anybody");
  expect(textOf("pause")).toContain("The 3 instances that it has reached keep v43.");
});

it("to resume says another thing after a pause than after a halt", () => {
  expect(textOf("resume", { state: "paused" })).toContain("with as much of its time limit left");
  expect(textOf("resume", { state: "halted" })).toContain("The failure of 1 instance is accepted: it neither halts the rollout again nor holds it up.");
});

it("who gets it first is said in a sentence, stages that reach nobody left out", () => {
  const reach = (...counts: number[]) => counts.map((reached) => ({ reached, held: 0, away: 0, takenBack: 0 }));
  expect(firstText(reach(3, 57))).toBe("Goes to 3 of 60 instances first; the other 57 keep what they run until their stage.");
  expect(firstText(reach(0, 1, 1))).toBe("Goes to 1 of 2 instances first (stage 1 reaches nobody now); the other keeps what it runs until its stage.");
  expect(firstText(reach(0, 0, 4))).toBe("Goes to all of the 4 instances in one stage (stages 1 to 2 reach nobody now).");
  expect(firstText(reach(0, 0))).toBe("No instance is here yet.");
});

it("it is said where nobody whom the first stage reaches can take it", () => {
  const rest = { reached: 4, held: 0, away: 0, takenBack: 0 };
  const text = (held: number, away: number) => firstText([{ reached: 2, held, away, takenBack: 0 }, rest]);
  expect(text(1, 1)).toMatch(/^Goes to 2 of 6 instances first; .* Stage 1 reaches only who is pinned, paused or away now\.$/);
  expect(text(1, 0)).not.toContain("pinned");
});

it("who goes back to what was before a rollout that did not complete is counted in the same sentence", () => {
  const text = (rest: number, takenBack: number) =>
    firstText(
      [
        { reached: 3, held: 0, away: 0, takenBack: 0 },
        { reached: rest, held: 0, away: 0, takenBack },
      ],
      7,
    );
  const why = "since the last rollout did not complete.";
  expect(text(57, 4)).toBe(`Goes to 3 of 60 instances first; the other 57 keep what they run until their stage, but for 4 that go back to v7, ${why}`);
  expect(text(57, 57)).toBe(`Goes to 3 of 60 instances first; the other 57 go back to v7 until their stage, ${why}`);
  expect(text(1, 1)).toBe(`Goes to 3 of 4 instances first; the other goes back to v7 until its stage, ${why}`);
});

it("a gate reads as a sentence, its minutes as days and hours", () => {
  expect(gateText(stage(100, { appliedPercent: 99, readyMinutes: 5, timeLimitMinutes: 90, needsApproval: true }).gate)).toBe(
    "99 % run it and were ready for 5 min, within 1 h 30 min; then a person approves",
  );
  expect([0, 59, 60, 1440, 1501].map(minutesText)).toEqual(["0 min", "59 min", "1 h", "1 d", "1 d 1 h 1 min"]);
});

it("a stage that reached nobody was passed, at the end too, and is promoted by a person alone", () => {
  const words = (kind: "completed" | "promoted") => {
    const steps = [
      { kind: "started", stage: 0 },
      { kind: "advanced", stage: 2 },
      { kind, stage: 2 },
    ] as const;
    return [0, 1, 2, 3].map((index) => stageMark({ state: "completed", stage: 2, steps: [...steps] }, index)[2]);
  };
  const nobody = "passed, as it reached nobody";
  expect(words("completed")).toEqual(["passed", nobody, "passed", nobody]);
  expect(words("promoted")).toEqual(["passed", nobody, "promoted", "promoted"]);
});
