import { isActive } from "@/server/domain/rollout/rollout";
import type { RolloutDetail } from "../load-rollouts";

type Mark = [shape: string, tone: string, word: string];

const PASSED: Mark = ["✓", "text-ok", "passed"];
const EMPTY: Mark = ["–", "text-muted", "passed, as it reached nobody"];

/** Where a stage is: behind, at hand, or to come. */
export function stageMark(
  { state, stage, steps }: Pick<RolloutDetail, "state" | "stage"> & { steps: Pick<RolloutDetail["steps"][number], "kind" | "stage">[] },
  index: number,
): Mark {
  const began = index === 0 || steps.some((step) => step.kind === "advanced" && step.stage === index);
  if (index < stage) return began ? PASSED : EMPTY;
  if (state === "completed") {
    if (steps.at(-1)?.kind !== "completed") return ["→", "text-muted", "promoted"];
    return index === stage ? PASSED : EMPTY;
  }
  if (index > stage) return ["○", "text-muted", isActive(state) ? "to come" : "never begun"];
  if (state === "running") return ["●", "text-accent", "at hand"];
  if (state === "paused") return ["‖", "text-warn", "paused"];
  if (state === "halted") return ["✕", "text-danger", "halted"];
  return ["–", state === "superseded" ? "text-muted" : "text-warn", `${state} here`];
}
