import type { RolloutStrategy } from "./strategy";

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
  "passed",
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

/** A staged publish as its rules see it. Times in milliseconds. */
export interface Rollout {
  id: string;
  /** What instances keep that are not reached yet. */
  fromVersion: number;
  toVersion: number;
  strategy: RolloutStrategy;
  state: RolloutState;
  /** The index of the stage that is reached; all before it are too. */
  stage: number;
  /** When the stage began, or was to be judged anew: what its time limit counts from. */
  stageStartedAt: number;
  /** When the stage's gate held, but an approval or the end of a freeze was still to come. Null: it has not. */
  passedAt: number | null;
  /** Whether a person has let the stage at hand go on. */
  isApproved: boolean;
  pausedAt: number | null;
  /** Why it halted last; it stays after a resume. */
  haltReason: HaltReason | null;
  /** When a person last resumed it after a halt: what had failed by then halts it no more. */
  failuresAcceptedAt: number | null;
  startedAt: number;
  endedAt: number | null;
}
