import { selectApplyRecords, selectRuntimeInstance } from "../../db/queries/runtime-instances";
import { nodeReportPlace } from "../at-rest/places";
import { openText } from "../at-rest/seal";
import { withDurations } from "../domain/apply-timeline";
import { DomainError } from "../domain/errors";
import { readNodeReport } from "../domain/node-report";
import type { OrgContext } from "../trpc/init";
import { instanceJudge } from "./judge-instances";
import { refusalReader } from "./refusals";
import { groupFacts, standingIn, summarizeInstance } from "./summarize";

/** One instance: its states, the node's own error as it came but for secrets, and its apply timeline. Throws `not_found`. */
export async function getRuntimeInstance(ctx: OrgContext, groupId: string, instanceId: string) {
  const [group, instance, timeline] = await Promise.all([
    groupFacts(ctx, groupId),
    selectRuntimeInstance(ctx.org, groupId, instanceId),
    selectApplyRecords(ctx.org, instanceId, 50),
  ]);
  if (!instance) throw new DomainError("not_found", "No such runtime instance.");
  const nodeReport = await openText(instance.nodeReport ?? "", ctx.deps.keys, nodeReportPlace(instance.orgId, instance.id));
  const { expectedEtag } = standingIn(group, instance, ctx.deps.now());
  const summary = summarizeInstance({ ...instance, isRevoked: instance.credentialHash === null }, group, ctx.deps.now());
  return {
    ...(await instanceJudge(ctx, groupId)(summary)),
    pinnedVersion: instance.pinnedVersion,
    pinNote: instance.pinNote,
    pausedVersion: instance.pausedVersion,
    syncRequestedAt: instance.syncRequestedAt,
    rotationRequestedAt: instance.rotationRequestedAt,
    credentialIssuedAt: instance.credentialIssuedAt,
    archivedAt: instance.archivedAt,
    plugins: readNodeReport(nodeReport).plugins.sort(),
    timeline: withDurations(timeline).map(({ id, kind, versionNumber, kongStatus, at, tookMs, fetchMs, verifyMs, applyMs }) => ({
      id,
      kind,
      versionNumber,
      kongStatus,
      at,
      tookMs,
      fetchMs,
      verifyMs,
      applyMs,
    })),
    // A refusal of what is expected no more is history, and in the timeline.
    rejected:
      instance.rejectedEtag === null || instance.rejectedEtag !== expectedEtag
        ? null
        : {
            versionNumber: group.numberOf.get(instance.rejectedEtag) ?? null,
            kongStatus: instance.rejectedStatus ?? 0,
            at: instance.rejectedAt ?? 0,
            ...(await refusalReader(ctx, groupId)(instance)),
          },
  };
}
