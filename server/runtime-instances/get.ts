import { selectApplyRecords, selectRuntimeInstance } from "../../db/queries/runtime-instances";
import { nodeReportPlace, rejectedBodyPlace } from "../at-rest/places";
import { openContent } from "../at-rest/content";
import { openText } from "../at-rest/seal";
import { withDurations } from "../domain/apply-timeline";
import { CATALOG } from "../domain/catalog/catalog";
import { DomainError } from "../domain/errors";
import { type KongError, parseKongErrors } from "../domain/kong-errors";
import { locateErrors } from "../domain/locate-errors";
import { maskRefusal } from "../domain/mask-refusal";
import { readNodeReport } from "../domain/node-report";
import type { OrgContext } from "../trpc/init";
import { instanceJudge } from "./judge-instances";
import { groupFacts, summarizeInstance } from "./summarize";

/** What Kong named, with the entities' ids: those that it told by place or name are looked up in the document that it refused. */
async function locatedErrors({ deps, org }: OrgContext, groupId: string, etag: string, body: string): Promise<KongError[]> {
  const errors = parseKongErrors(body);
  if (errors.every(({ entityType, entityId }) => entityType === null || entityId !== null)) return errors;
  const document = await openContent(deps.keys, org, groupId, etag);
  return document === undefined ? errors : locateErrors(JSON.parse(document), errors);
}

/** What Kong said when it refused a config version, and what it named in it; secrets are masked. */
export async function readRefusal(
  ctx: OrgContext,
  groupId: string,
  instance: { orgId: string; id: string; rejectedBody: string | null; rejectedEtag: string | null },
) {
  const refusal = await openText(instance.rejectedBody ?? "", ctx.deps.keys, rejectedBodyPlace(instance.orgId, instance.id));
  const body = maskRefusal(refusal, CATALOG);
  return { body, errors: instance.rejectedEtag === null ? [] : await locatedErrors(ctx, groupId, instance.rejectedEtag, body) };
}

/** One instance: its states, the node's own error as it came but for secrets, and its apply timeline. Throws `not_found`. */
export async function getRuntimeInstance(ctx: OrgContext, groupId: string, instanceId: string) {
  const [group, instance, timeline] = await Promise.all([
    groupFacts(ctx, groupId),
    selectRuntimeInstance(ctx.org, groupId, instanceId),
    selectApplyRecords(ctx.org, instanceId, 50),
  ]);
  if (!instance) throw new DomainError("not_found", "No such runtime instance.");
  const nodeReport = await openText(instance.nodeReport ?? "", ctx.deps.keys, nodeReportPlace(instance.orgId, instance.id));
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
      instance.rejectedEtag === null || instance.rejectedEtag !== group.expectedEtag
        ? null
        : {
            versionNumber: group.numberOf.get(instance.rejectedEtag) ?? null,
            kongStatus: instance.rejectedStatus ?? 0,
            at: instance.rejectedAt ?? 0,
            ...(await readRefusal(ctx, groupId, instance)),
          },
  };
}
