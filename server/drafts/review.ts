import { errorsFirst } from "../domain/config-document/finding";
import { EMPTY_CONFIGURATION, type Configuration } from "../domain/configuration/configuration";
import type { DraftConflict, DraftReview, ReviewFinding } from "../domain/draft";
import type { VersionFinding } from "../draft-store/check-configuration";
import { findConflicts } from "../draft-store/conflicts";
import { draftCacheOf } from "../draft-store/draft-cache";
import type { DraftState } from "../draft-store/draft-state";
import { type GroupSchemas, groupSchemas } from "../draft-store/group-schemas";
import { loadDraft, loadVersion } from "../draft-store/load-draft";
import { compareConfigurations } from "../draft-store/review-configuration";
import { firstRevisionOf } from "../draft-store/revision";
import { runTask } from "../draft-store/run-task";
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

/** What the check finds. Who publishes what was reviewed just before does not wait for it twice, nor does the page that a browser asks for twice. */
async function checkOf({ deps, org }: OrgContext, state: DraftState, after: Configuration, { mark, versions }: GroupSchemas) {
  const { lastCheck, loading } = draftCacheOf({ deps, org });
  const key = `${state.groupId} ${state.revision} ${state.live?.number} ${mark}`;
  if (lastCheck.key === key && lastCheck.found) return lastCheck.found;
  const checking = runTask(deps, "check", { configuration: after, versions, now: deps.now() });
  if (loading) Object.assign(lastCheck, { key, found: checking });
  try {
    const found = await checking;
    Object.assign(lastCheck, { key, found });
    return found;
  } catch (error) {
    if (lastCheck.found === checking) delete lastCheck.found;
    throw error;
  }
}

/** The findings of what would be published on the group's nodes, errors first, and how many there are. */
export async function findingsOf(
  ctx: OrgContext,
  state: DraftState,
  after: Configuration,
  group: GroupSchemas,
): Promise<{ findings: ReviewFinding[]; count: number }> {
  const { groupId } = state;
  const { findings: checked, count } = await checkOf(ctx, state, after, group);
  const nodes = await instancesOf(ctx, groupId);
  const concerned = ({ finding, gatewayVersions }: VersionFinding): ReviewFinding => {
    const instances =
      gatewayVersions.length === 0 ? [] : nodes.filter(({ gatewayVersion }) => gatewayVersion !== null && gatewayVersions.includes(gatewayVersion));
    const instanceCount = group.versions.reduce((sum, each) => sum + (gatewayVersions.includes(each.gatewayVersion) ? each.instanceCount : 0), 0);
    return { ...finding, gatewayVersions, instances: instances.slice(0, 20).map(({ id, hostname }) => ({ id, hostname })), instanceCount };
  };
  const unloaded = findUnloaded(after, nodes);
  const findings = [...checked.map(concerned), ...unloaded].sort(errorsFirst);
  return { findings, count: count + unloaded.length };
}

/** What publishing the draft would do, and what stands in the way. Throws `not_found`. */
export async function reviewDraft(ctx: OrgContext, groupId: string): Promise<DraftReview> {
  const [state, group] = [await loadDraft(ctx, groupId), await groupSchemas(ctx, groupId)];
  const { live, after, conflicts } = await publishableOf(ctx, state, group);
  const { findings, count } = await findingsOf(ctx, state, after, group);
  return {
    revision: state.revision,
    base: shownVersion(state.base),
    live: shownVersion(state.live),
    isBehind: state.base?.number !== state.live?.number,
    conflicts,
    ...(await compareConfigurations(live, after, group.schemas)),
    findings: findings.slice(0, MOST_FINDINGS),
    moreFindings: Math.max(0, count - MOST_FINDINGS),
    checkedFor: group.versions.map(({ gatewayVersion, instanceCount }) => ({
      gatewayVersion,
      instanceCount,
    })),
  };
}
