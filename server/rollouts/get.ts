import { selectConfigVersion } from "../../db/queries/config-versions";
import { type RolloutRow, selectRollout, selectRolloutSteps } from "../../db/queries/rollouts";
import { selectHostnames } from "../../db/queries/runtime-instances";
import { DomainError } from "../domain/errors";
import { possibleActs } from "../domain/rollout/act";
import { isActive } from "../domain/rollout/rollout";
import type { OrgContext } from "../trpc/init";
import { judgeRollout, questionOf } from "./judge";
import { summarizeRollout } from "./summarize";

/** Where a rollout that has not ended stands. Null: it has, and what its instances do now says nothing of it. */
async function progressOf(ctx: OrgContext, rollout: RolloutRow) {
  const question = isActive(rollout.state) ? await questionOf(ctx, rollout) : undefined;
  if (!question) return null;
  const { tally, verdict, troubled } = await judgeRollout(ctx.org, rollout.groupId, question);
  // What is to be done is done within seconds, so that it waits for nothing.
  return { stages: tally.stages, awaited: verdict.kind === "wait" ? verdict.awaited : null, troubled };
}

/** One rollout: its strategy, what happened to it, how many instances of each stage stand where, what it waits for, and what may be done. Throws `not_found`. */
export async function getRollout(ctx: OrgContext, groupId: string, rolloutId: string) {
  const rollout = await selectRollout(ctx.org, groupId, rolloutId);
  if (!rollout) throw new DomainError("not_found", "No such rollout.");
  const [steps, version, progress, haltedBy] = await Promise.all([
    selectRolloutSteps(ctx.org, rolloutId),
    selectConfigVersion(ctx.org, groupId, rollout.toVersion),
    progressOf(ctx, rollout),
    selectHostnames(ctx.org, groupId, rollout.haltReason?.instanceIds ?? []),
  ]);
  const { strategy, isApproved, stageStartedAt, passedAt, pausedAt } = rollout;
  return {
    ...summarizeRollout(rollout),
    message: version?.message ?? "",
    strategy,
    isApproved,
    stageStartedAt,
    passedAt,
    pausedAt,
    /** Those of `haltReason` that are still there. */
    haltedBy,
    steps: steps.map(({ revision, kind, stage, actor, detail, at }) => ({ revision, kind, stage, actor, detail, at })),
    acts: possibleActs(rollout).filter((act) => act !== "supersede"),
    progress,
  };
}
