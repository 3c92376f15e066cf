import { EMPTY_CONFIGURATION, type Configuration } from "../domain/configuration/configuration";
import type { DraftConflict, DraftReview, ReviewFinding } from "../domain/draft";
import { checkConfiguration, type VersionFinding } from "../draft-store/check-configuration";
import { findConflicts } from "../draft-store/conflicts";
import type { DraftState } from "../draft-store/draft-state";
import { type GroupSchemas, groupSchemas } from "../draft-store/group-schemas";
import { loadDraft, loadVersion } from "../draft-store/load-draft";
import { compareConfigurations } from "../draft-store/review-configuration";
import { firstRevisionOf } from "../draft-store/revision";
import type { OrgContext } from "../trpc/init";
import { shownVersion } from "./get";
import { findUnloaded, instancesOf } from "./node-facts";
import { rebasedDraft } from "./rebase";

/** What would be published, over what is live. */
export interface Publishable {
  live: Configuration;
  after: Configuration;
  conflicts: DraftConflict[];
}

/** The draft as it would go live: merged with what somebody else published since it began. */
export async function publishableOf(ctx: OrgContext, state: DraftState, { schemas }: GroupSchemas): Promise<Publishable> {
  const rebased = await rebasedDraft(ctx, state);
  if (!rebased) return { live: state.baseContent, after: state.current, conflicts: [] };
  const live = (state.live && (await loadVersion(ctx, state.groupId, state.live.number))) ?? EMPTY_CONFIGURATION;
  const onLive: DraftState = { ...state, current: live, steps: [], startRevision: firstRevisionOf(state.live?.number ?? 0) };
  const conflicts =
    rebased.conflicts.length === 0 ? [] : await findConflicts(ctx, onLive, { seenRevision: baseRevisionOf(state), keys: rebased.conflicts, schemas });
  return { live, after: rebased.current, conflicts };
}

const baseRevisionOf = ({ base }: DraftState): number => firstRevisionOf(base?.number ?? 0);

const MOST_FINDINGS = 200;

/** The findings of the configuration on the group's nodes, errors first. */
export async function findingsOf(ctx: OrgContext, groupId: string, after: Configuration, group: GroupSchemas): Promise<ReviewFinding[]> {
  const nodes = await instancesOf(ctx, groupId);
  const concerned = ({ finding, gatewayVersions }: VersionFinding): ReviewFinding => {
    const instances =
      gatewayVersions.length === 0 ? [] : nodes.filter(({ gatewayVersion }) => gatewayVersion !== null && gatewayVersions.includes(gatewayVersion));
    const instanceCount = group.versions.reduce((sum, each) => sum + (gatewayVersions.includes(each.gatewayVersion) ? each.instanceCount : 0), 0);
    return { ...finding, gatewayVersions, instances: instances.slice(0, 20).map(({ id, hostname }) => ({ id, hostname })), instanceCount };
  };
  const findings = [...checkConfiguration(after, group.versions, ctx.deps.now()).map(concerned), ...findUnloaded(after, nodes)];
  return findings.sort((a, b) => Number(a.severity === "warning") - Number(b.severity === "warning"));
}

/** What publishing the draft would do, and what stands in the way. Throws `not_found`. */
export async function reviewDraft(ctx: OrgContext, groupId: string): Promise<DraftReview> {
  const [state, group] = [await loadDraft(ctx, groupId), await groupSchemas(ctx, groupId)];
  const { live, after, conflicts } = await publishableOf(ctx, state, group);
  const findings = await findingsOf(ctx, groupId, after, group);
  return {
    ...{ revision: state.revision, base: shownVersion(state.base), live: shownVersion(state.live) },
    ...{ isBehind: state.base?.number !== state.live?.number, conflicts },
    ...compareConfigurations(live, after, group.schemas),
    ...{ findings: findings.slice(0, MOST_FINDINGS), moreFindings: Math.max(0, findings.length - MOST_FINDINGS) },
    checkedFor: group.versions.map(({ gatewayVersion, instanceCount }) => ({ gatewayVersion, instanceCount })),
  };
}
