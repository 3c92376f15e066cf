import type { RolloutStepKind } from "./rollout";

/** For how long a rollout was paused since a time, by the steps of its timeline in their order; a pause that lasts counts once it is over. In milliseconds. */
export function pausedTime(steps: readonly { kind: RolloutStepKind; at: number }[], since: number): number {
  let [total, pausedAt] = [0, Infinity];
  for (const { kind, at } of steps) {
    if (kind === "paused" && at >= since) pausedAt = at;
    // A clock may have been set back.
    if (kind !== "resumed") continue;
    total += Math.max(0, at - pausedAt);
    pausedAt = Infinity;
  }
  return total;
}
