import { type RolloutRow, selectOrgActiveRollouts } from "../../db/queries/rollouts";
import type { OrgDb } from "../../db/scoped";
import type { Attention } from "../domain/notifications/attention";
import { haltText } from "../domain/rollout/act";

/** What of a rollout waits for a person, in words; null: nothing does. Who paused one knows of it. */
function waitOf({ state, toVersion, haltReason, stage, strategy, passedAt, isApproved }: RolloutRow): Pick<Attention, "kind" | "tone" | "text"> | null {
  if (state === "halted")
    return { kind: "rolloutHalted", tone: "danger", text: `the rollout of v${toVersion} halted${haltReason ? `: ${haltText(haltReason)}` : ""}` };
  const isAwaited = state === "running" && passedAt !== null && strategy.stages[stage]?.gate.needsApproval === true && !isApproved;
  return isAwaited ? { kind: "approvalAwaited", tone: "warn", text: `the rollout of v${toVersion} waits for a person to approve stage ${stage + 1}` } : null;
}

/** The rollouts of the org, or of one of its groups, that a person must look at before they go on, without the names of their groups. */
export async function waitingRollouts(org: OrgDb, groupId?: string): Promise<Omit<Attention, "groupName">[]> {
  const active = await selectOrgActiveRollouts(org, groupId);
  return active.flatMap(({ rollout, since }) => {
    const wait = waitOf(rollout);
    return wait
      ? [{ ...wait, id: `rollout ${rollout.id}`, groupId: rollout.groupId, subject: { kind: "rollout" as const, id: rollout.id }, count: 1, since }]
      : [];
  });
}
