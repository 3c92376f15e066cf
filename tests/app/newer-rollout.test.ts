import { expect, it } from "vitest";
import { newerOf } from "@/app/_shared/rollout/use-how-it-goes-out";

const rolloutTo = (toVersion: number) => ({ id: `r${toVersion}`, fromVersion: 1, toVersion, state: "running" as const, stage: 0, stages: 2 });

it("of the rollout that the page read and the one that a refusal told, the one that began last is asked about", () => {
  expect(newerOf(rolloutTo(2), rolloutTo(3))?.id).toBe("r3");
  expect(newerOf(rolloutTo(3), rolloutTo(2))?.id).toBe("r3");
  expect(newerOf(null, rolloutTo(2))?.id).toBe("r2");
  expect(newerOf(rolloutTo(2), null)?.id).toBe("r2");
  expect(newerOf(null, null)).toBeNull();
});
