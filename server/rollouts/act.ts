import { z } from "zod";
import { insertFreezeOverride } from "../../db/queries/freeze-windows";
import { selectRollout, updateRollout } from "../../db/queries/rollouts";
import { selectRuntimeGroup } from "../../db/queries/runtime-groups";
import { DomainError } from "../domain/errors";
import { applyAct, type RolloutAct } from "../domain/rollout/act";
import { FreezeOverride } from "../domain/freeze/freeze-window";
import { passFreeze } from "../draft-store/freeze";
import type { OrgContext } from "../trpc/init";
import { publishBefore } from "./publish-before";

/** Which rollout. `revision`: as it was seen; absent: as it is. */
export const RolloutInput = z.object({ rolloutId: z.uuid(), revision: z.number().int().min(1).optional() });
/** The same, of an act that a freeze holds. `freezeOverride`: lifts it. */
export const FreezableInput = RolloutInput.extend({ freezeOverride: FreezeOverride.optional() });

/** Acts that give the new config version to more instances, so that a freeze holds them. */
const FREEZABLE: readonly PersonsAct[] = ["promote", "resume"];

/** What a person may do; a publish alone supersedes. */
export type PersonsAct = Exclude<RolloutAct, "supersede">;

const isStale = () => new DomainError("stale", "The rollout has changed since you looked; look at it again.");

/**
 * Does to a rollout what a person asks; a roll back publishes what was before it, to all at once, and tells its `number`. Refuses what a
 * freeze holds. Throws `not_found`, `forbidden` where the caller may not override a freeze, `stale` where somebody else changed it since it was seen, and `conflict` where its state does not allow the act.
 */
export async function actOnRollout(ctx: OrgContext, groupId: string, { rolloutId, revision, freezeOverride }: z.infer<typeof FreezableInput>, act: PersonsAct) {
  const { deps, org, by } = ctx;
  const at = deps.now();
  const done = await org.db.write(async (tx) => {
    const [group, rollout] = [await selectRuntimeGroup(org, groupId, tx), await selectRollout(org, groupId, rolloutId, tx)];
    if (!group || !rollout) throw new DomainError("not_found", "No such rollout.");
    if (revision !== undefined && revision !== rollout.revision) throw isStale();
    const outcome = applyAct(rollout, act, at);
    if (!outcome.ok) throw new DomainError("conflict", outcome.refusal);
    const pass = FREEZABLE.includes(act) ? await passFreeze(ctx, tx, groupId, at, freezeOverride) : { ok: true as const, lifted: null };
    if (!pass.ok) return pass;
    await insertFreezeOverride(tx, org, pass.lifted, { by, at, group });
    const who = { by, at, groupName: group.name };
    if (!(await updateRollout(tx, org, rollout, outcome, who))) throw isStale();
    const number = act === "rollBack" ? await publishBefore(tx, org, rollout, `Rolled back from v${rollout.toVersion} to v${rollout.fromVersion}`, who) : null;
    const { state, stage } = outcome.next;
    return { ok: true as const, id: rolloutId, state, stage, revision: rollout.revision + 1, number };
  });
  if (!done.ok) return done;
  deps.runtimeApi.groupChanged(groupId);
  deps.nudgeRollouts?.(groupId);
  return done;
}
