import type { RolloutState } from "@/server/domain/rollout/rollout";
import { load } from "@/app/_trpc/server";
import { loadActiveRollout } from "../rollouts/load-rollouts";
import { reachCounts } from "../rollouts/reach-counts";

/** What is to be said of a config version that went out by a rollout. */
export interface VersionRollout {
  id: string;
  state: RolloutState;
  /** How many percent of the instances are reached; null: it has ended. */
  share: number | null;
}

/** The rollouts of these config versions of a group, by number; none of those that completed, of which nothing more is to be said. */
export async function loadVersionRollouts(org: string, groupId: string, numbers: number[]): Promise<ReadonlyMap<number, VersionRollout>> {
  const [rollouts, active] = await Promise.all([load((api) => api.rollouts.listOf({ org, groupId, numbers })), loadActiveRollout(org, groupId)]);
  const counts = active?.progress && reachCounts(active.progress.stages, active.stage);
  const share = counts && counts.total > 0 ? Math.floor((100 * counts.reached) / counts.total) : null;
  const told = rollouts.filter(({ state }) => state !== "completed");
  return new Map(told.map(({ id, toVersion, state }) => [toVersion, { id, state, share: id === active?.id ? share : null }]));
}
