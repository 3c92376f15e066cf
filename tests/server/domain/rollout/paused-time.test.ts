import { expect, it } from "vitest";
import { pausedTime } from "@/server/domain/rollout/paused-time";
import type { RolloutStepKind } from "@/server/domain/rollout/rollout";

it.each<[guarantee: string, steps: [RolloutStepKind, number][], ms: number]>([
  ["of a rollout that was never paused it is nothing", [["started", 0]], 0],
  [
    "pauses that are over are added up, whatever a person did in them",
    [
      ["started", 0],
      ["paused", 10],
      ["approved", 12],
      ["resumed", 15],
      ["paused", 20],
      ["resumed", 22],
    ],
    7,
  ],
  [
    "one of an earlier stage does not count",
    [
      ["started", 0],
      ["paused", 1],
      ["resumed", 4],
      ["advanced", 5],
      ["paused", 10],
      ["resumed", 11],
    ],
    1,
  ],
  [
    "one that lasts does not count so far",
    [
      ["started", 0],
      ["paused", 10],
    ],
    0,
  ],
  [
    "a resume after a halt is none",
    [
      ["started", 0],
      ["paused", 6],
      ["resumed", 7],
      ["halted", 8],
      ["resumed", 30],
    ],
    1,
  ],
  [
    "a clock that was set back takes nothing away",
    [
      ["started", 0],
      ["paused", 10],
      ["resumed", 6],
      ["paused", 12],
      ["resumed", 13],
    ],
    1,
  ],
])("%s", (_, steps, ms) => {
  expect(
    pausedTime(
      steps.map(([kind, at]) => ({ kind, at })),
      5,
    ),
  ).toBe(ms);
});
