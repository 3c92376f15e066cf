import { cache } from "react";
import type { WaysOut } from "@/app/_shared/rollout/use-how-it-goes-out";
import { load } from "@/app/_trpc/server";
import { isActive } from "@/server/domain/rollout/rollout";

/** The group's newest rollout, null: there was none yet; read once per request. */
const loadNewest = cache(async (org: string, groupId: string) => (await load((api) => api.rollouts.getNewest({ org, groupId }))).newest);

/** A rollout as lists show it. */
export type RolloutSummary = NonNullable<Awaited<ReturnType<typeof loadNewest>>>;

/** One rollout with where its instances stand, read once per request. */
export const loadRollout = cache((org: string, groupId: string, rolloutId: string) => load((api) => api.rollouts.get({ org, groupId, rolloutId })));

/** One rollout. */
export type RolloutDetail = Awaited<ReturnType<typeof loadRollout>>;

/** The rollout that has not ended; null: there is none. */
export async function loadActiveRollout(org: string, groupId: string): Promise<RolloutDetail | null> {
  const newest = await loadNewest(org, groupId);
  return newest && isActive(newest.state) ? loadRollout(org, groupId, newest.id) : null;
}

/** How something may go out of the group. */
export async function loadWaysOut(org: string, groupId: string): Promise<WaysOut> {
  const [{ strategy }, newest] = await Promise.all([load((api) => api.rollouts.getStrategy({ org, groupId })), loadNewest(org, groupId)]);
  return { saved: strategy, active: newest && isActive(newest.state) ? newest : null };
}

/** The newest rollout, where it is under way, or ended by other than success; null: it has nothing to tell any more. */
export async function loadTellingRollout(org: string, groupId: string): Promise<RolloutDetail | null> {
  const newest = await loadNewest(org, groupId);
  const isTelling = newest && newest.state !== "completed" && newest.state !== "superseded";
  return isTelling ? loadRollout(org, groupId, newest.id) : null;
}
