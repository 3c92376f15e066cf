import { selectActiveRollouts, selectRollout, updateRollout } from "../../db/queries/rollouts";
import { selectRuntimeGroup } from "../../db/queries/runtime-groups";
import { mintOrgDb, type OrgDb } from "../../db/scoped";
import type { Deps } from "../deps";
import type { Actor } from "../domain/audit-chain";
import { type FailedPart, partsFailed } from "../domain/error-names";
import { applyVerdict, haltText } from "../domain/rollout/act";
import type { Verdict } from "../domain/rollout/decide";
import { judgeRollout, questionOf } from "./judge";
import { publishBefore } from "./publish-before";

/** Signalbox by its own rules. */
const SIGNALBOX: Actor = { actor: "Signalbox", actorKind: "system", actorId: null, address: null, requestId: null };

interface Place {
  org: OrgDb;
  groupId: string;
  id: string;
}

/** Does what a verdict on a rollout of that revision says. False, and nothing is written: it says to wait, or somebody has changed the rollout since. */
async function carryOut(deps: Deps, { org, groupId, id }: Place, revision: number, verdict: Verdict): Promise<boolean> {
  const at = deps.now();
  return org.db.write(async (tx) => {
    const [group, rollout] = [await selectRuntimeGroup(org, groupId, tx), await selectRollout(org, groupId, id, tx)];
    if (!group || rollout?.revision !== revision) return false;
    const change = applyVerdict(rollout, verdict, at);
    const who = { by: SIGNALBOX, at, groupName: group.name };
    if (!change || !(await updateRollout(tx, org, rollout, change, who))) return false;
    const why = rollout.haltReason ? `: ${haltText(rollout.haltReason)}` : "";
    if (verdict.kind === "rollBack") await publishBefore(tx, org, rollout, `Rolled back by itself to v${rollout.fromVersion}${why}`, who);
    return true;
  });
}

/** Judges a rollout, and does what the verdict says; a halt may ask for more at once. */
async function evaluateRollout(deps: Deps, place: Place): Promise<void> {
  const { org, groupId, id } = place;
  for (;;) {
    const rollout = await selectRollout(org, groupId, id);
    // Only a person moves it, so that its instances need not be looked at.
    const isIdle = rollout?.state === "paused" || (rollout?.state === "halted" && rollout.strategy.onHalt === "hold");
    const question = rollout && !isIdle ? await questionOf({ deps, org }, rollout) : undefined;
    if (!rollout || !question) return;
    const { verdict } = await judgeRollout(org, groupId, question);
    if (!(await carryOut(deps, place, rollout.revision, verdict))) return;
    deps.runtimeApi.groupChanged(groupId);
    if (verdict.kind !== "halt") return;
  }
}

interface Options {
  /** Absent: the rollouts of every group. */
  groupId?: string;
  /** Aborted where the rest is for the next run. */
  signal?: AbortSignal;
}

/**
 * Brings every rollout that has not ended up to what its rules say now. However many processes do it at once, each change is made
 * once, with its step and its audit row: it is made of the revision that was judged, or not at all. One that fails stops no other;
 * then it throws, once all are done.
 */
export async function evaluateRollouts(deps: Deps, { groupId, signal }: Options = {}): Promise<void> {
  const failures: FailedPart[] = [];
  for (const { id, orgId, groupId: ofGroup } of await selectActiveRollouts(deps.db, groupId)) {
    if (signal?.aborted) return;
    await evaluateRollout(deps, { org: mintOrgDb(deps.db, orgId), groupId: ofGroup, id }).catch((error: unknown) =>
      failures.push({ what: `rollout ${id}`, error }),
    );
  }
  if (failures.length > 0) throw partsFailed(failures);
}
