import type { StageTally } from "@/server/domain/rollout/decide";
import { FAILURES, STANDINGS, type Standing } from "@/server/domain/rollout/standing";

const RUNNING = ["unready", "settling", "proven", "not ready", "vanished"] as const satisfies readonly Standing[];

/** How many instances of these stages stand in one of these places. */
export const sumOf = (stages: readonly StageTally[], standings: readonly Standing[]): number =>
  stages.reduce((total, tally) => standings.reduce((subtotal, standing) => subtotal + tally[standing], total), 0);

/** Where instances stand that a rollout has a say in. */
const GUIDED = STANDINGS.filter((standing) => standing !== "held" && standing !== "revoked");

/** What a rollout's acts and pages say in numbers. */
export interface ReachCounts {
  /** Of the group. */
  total: number;
  /** Expected to run what goes out by now. */
  reached: number;
  /** Of these, they run it. */
  running: number;
  /** Of these, they failed in a way that may halt. */
  failed: number;
  /** Kept back so far. */
  rest: number;
  /** Pinned or paused: whatever happens, they stay. */
  held: number;
  /** The next stage that reaches somebody, and how many; null: there is none. */
  next: { stage: number; count: number } | null;
}

/** Counts a rollout at this stage. */
export function reachCounts(stages: readonly StageTally[], stage: number): ReachCounts {
  const [before, after] = [stages.slice(0, stage + 1), stages.slice(stage + 1)];
  const ahead = after.findIndex((tally) => sumOf([tally], GUIDED) > 0);
  return {
    total: sumOf(stages, STANDINGS),
    reached: sumOf(before, GUIDED),
    running: sumOf(before, RUNNING),
    failed: sumOf(before, FAILURES),
    rest: sumOf(after, GUIDED),
    held: sumOf(stages, ["held"]),
    next: ahead < 0 ? null : { stage: stage + 1 + ahead, count: sumOf(after.slice(ahead, ahead + 1), GUIDED) },
  };
}
