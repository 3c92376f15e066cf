import { z } from "zod";
import { selectRollout, updateRollout } from "../../db/queries/rollouts";
import { selectRuntimeGroup } from "../../db/queries/runtime-groups";
import { DomainError } from "../domain/errors";
import { applyAct, type RolloutAct } from "../domain/rollout/act";
import type { OrgContext } from "../trpc/init";
import { publishBefore } from "./publish-before";

/** Which rollout. `revision`: as it was seen; absent: as it is. */
export const RolloutInput = z.object({ rolloutId: z.uuid(), revision: z.number().int().min(1).optional() });
type RolloutInput = z.infer<typeof RolloutInput>;

/** What a person may do; a publish alone supersedes. */
export type PersonsAct = Exclude<RolloutAct, "supersede">;

/**
 * Does to a rollout what a person asks; a roll back publishes what was before it, to all at once, and tells its `number`. Throws
 * `not_found`, `stale` where somebody else changed it since it was seen, and `conflict` where its state does not allow the act.
 */
export async function actOnRollout({ deps, org, by }: OrgContext, groupId: string, { rolloutId, revision }: RolloutInput, act: PersonsAct) {
  const at = deps.now();
  const done = await org.db.write(async (tx) => {
    const [group, rollout] = [await selectRuntimeGroup(org, groupId, tx), await selectRollout(org, groupId, rolloutId, tx)];
    if (!group || !rollout) throw new DomainError("not_found", "No such rollout.");
    if (revision !== undefined && revision !== rollout.revision) throw new DomainError("stale", "The rollout has changed since you looked; look at it again.");
    const outcome = applyAct(rollout, act, at);
    if (!outcome.ok) throw new DomainError("conflict", outcome.refusal);
    const who = { by, at, groupName: group.name };
    if (!(await updateRollout(tx, org, rollout, outcome, who))) throw new DomainError("stale", "The rollout has changed since you looked; look at it again.");
    const number = act === "rollBack" ? await publishBefore(tx, org, rollout, `Rolled back from v${rollout.toVersion} to v${rollout.fromVersion}`, who) : null;
    const { state, stage } = outcome.next;
    return { ok: true as const, id: rolloutId, state, stage, revision: rollout.revision + 1, number };
  });
  deps.runtimeApi.groupChanged(groupId);
  deps.nudgeRollouts?.(groupId);
  return done;
}
