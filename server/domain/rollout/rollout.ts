/**
 * Where a rollout may be. The first three are active: a group has at most one of them. `halted` is left by a person alone,
 * or by the roll back that the strategy asks for. The others are ends.
 */
export const ROLLOUT_STATES = ["running", "paused", "halted", "completed", "rolled back", "abandoned", "superseded"] as const;
/** One of these states. */
export type RolloutState = (typeof ROLLOUT_STATES)[number];

/** The states in which a rollout has not ended. */
export const isActive = (state: RolloutState): boolean => state === "running" || state === "paused" || state === "halted";

/** What may happen to a rollout, as its timeline tells it. */
export const ROLLOUT_STEPS = [
  "started",
  "advanced",
  "approved",
  "paused",
  "resumed",
  "halted",
  "promoted",
  "completed",
  "rolledBack",
  "abandoned",
  "superseded",
] as const;
/** One of these steps. */
export type RolloutStepKind = (typeof ROLLOUT_STEPS)[number];

/** Why a rollout stopped by itself: how many instances, and some of them by id. */
export interface HaltReason {
  kind: "rejected" | "not ready" | "vanished" | "time limit";
  count: number;
  /** At most ten. */
  instanceIds: string[];
}
