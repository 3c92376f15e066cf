import { z } from "zod";
import { selectNewestNumber } from "../../db/queries/config-versions";
import { selectGroupMeasures } from "../../db/queries/group-measures";
import { rolloutFactsInBatches } from "../../db/queries/instance-batches";
import { rolloutIdOf } from "../../db/queries/rollouts";
import { selectRuntimeGroup } from "../../db/queries/runtime-groups";
import { DomainError } from "../domain/errors";
import { connectionOf } from "../domain/instance-state";
import { pinOf, stageOf, unheldVersion } from "../domain/rollout/expected-version";
import { keptVersion } from "../domain/rollout/start";
import { RolloutStrategy } from "../domain/rollout/strategy";
import type { OrgContext } from "../trpc/init";

/** Which strategy is meant. Absent: the group's saved one. */
export const PreviewInput = z.object({ strategy: RolloutStrategy.optional() });

/**
 * How many instances a stage reaches that none before it does: `held` are pinned or paused, and stay; `away` are not connected now; `takenBack`
 * go back to `fromVersion` until the stage, since what they are to run went out by a rollout that did not complete.
 */
interface StageReach {
  reached: number;
  held: number;
  away: number;
  takenBack: number;
}

/**
 * How many instances each stage would reach were the group's next config version published now, by the very places that they would
 * have then; `strategy` null: the group has none saved, and it goes to all at once. Throws `not_found`.
 */
export async function previewRollout({ deps, org }: OrgContext, groupId: string, input: z.infer<typeof PreviewInput>) {
  const [group, measures, newest] = await Promise.all([selectRuntimeGroup(org, groupId), selectGroupMeasures(org, groupId), selectNewestNumber(org, groupId)]);
  const target = measures.get(groupId)?.target;
  if (!group || !target) throw new DomainError("not_found", "No such runtime group.");
  const strategy = input.strategy ?? group.rolloutStrategy;
  const stages = (strategy?.stages ?? [{ reach: { percent: 100 } }]).map(({ reach }) => ({ reach }));
  const counts: StageReach[] = stages.map(() => ({ reached: 0, held: 0, away: 0, takenBack: 0 }));
  const fromVersion = target.liveVersion === null ? null : keptVersion({ liveVersion: target.liveVersion, liveRollout: target.rollout ?? undefined });
  const id = rolloutIdOf(groupId, newest + 1);
  for await (const batch of rolloutFactsInBatches(org, groupId)) {
    for (const facts of batch) {
      const stage = stageOf({ id, stages }, facts);
      const count = counts[stage];
      if (!count || facts.isRevoked) continue;
      count.reached += 1;
      const isHeld = facts.pausedVersion !== null || pinOf(target, facts) !== null;
      if (!isHeld && stage > 0 && unheldVersion(target, facts) !== fromVersion) count.takenBack += 1;
      if (isHeld) count.held += 1;
      else if (connectionOf(facts.lastSeenAt, group.pollIntervalSeconds, deps.now()) !== "connected") count.away += 1;
    }
  }
  return { strategy: strategy ?? null, fromVersion, stages: counts };
}
