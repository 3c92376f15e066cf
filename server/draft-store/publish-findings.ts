import { errorsFirst } from "../domain/config-document/finding";
import type { Configuration } from "../domain/configuration/configuration";
import type { DraftReview, ReviewFinding } from "../domain/draft";
import type { OrgContext } from "../trpc/init";
import type { VersionFinding } from "./check-configuration";
import { draftCacheOf } from "./draft-cache";
import type { GroupSchemas } from "./group-schemas";
import { findUnloaded, instancesOf } from "./node-facts";
import { runTask } from "./run-task";

/** What is to be checked, and a text that is another's for other content of the group. */
export interface ToCheck {
  groupId: string;
  after: Configuration;
  name: string;
}

/** What the check finds. Who publishes what was reviewed just before does not wait for it twice, nor does the page that a browser asks for twice. */
async function checkOf({ deps, org }: OrgContext, { groupId, after, name }: ToCheck, { mark, versions }: GroupSchemas) {
  const { lastCheck, loading } = draftCacheOf({ deps, org });
  const key = JSON.stringify([org.orgId, groupId, name, mark]);
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

/** What a check finds: the first findings, errors first, and how many there are. */
export interface PublishFindings {
  findings: ReviewFinding[];
  count: number;
}

/** The findings of what would be published on the group's nodes, for every Gateway version that they run, errors first; and how many there are. */
export async function publishFindings(ctx: OrgContext, checked: ToCheck, group: GroupSchemas): Promise<PublishFindings> {
  const found = await checkOf(ctx, checked, group);
  const nodes = await instancesOf(ctx, checked.groupId);
  const concerned = ({ finding, gatewayVersions }: VersionFinding): ReviewFinding => {
    const instances =
      gatewayVersions.length === 0 ? [] : nodes.filter(({ gatewayVersion }) => gatewayVersion !== null && gatewayVersions.includes(gatewayVersion));
    const instanceCount = group.versions.reduce((sum, each) => sum + (gatewayVersions.includes(each.gatewayVersion) ? each.instanceCount : 0), 0);
    return { ...finding, gatewayVersions, instances: instances.slice(0, 20).map(({ id, hostname }) => ({ id, hostname })), instanceCount };
  };
  const unloaded = findUnloaded(checked.after, nodes);
  const findings = [...found.findings.map(concerned), ...unloaded].sort(errorsFirst);
  return { findings, count: found.count + unloaded.length };
}

/** So many are shown. */
const MOST_SHOWN = 200;

/** The findings as a review shows them, with what they were checked for. */
export const shownFindings = (
  { findings, count }: PublishFindings,
  { versions }: GroupSchemas,
): Pick<DraftReview, "findings" | "moreFindings" | "checkedFor"> => ({
  findings: findings.slice(0, MOST_SHOWN),
  moreFindings: Math.max(0, count - MOST_SHOWN),
  checkedFor: versions.map(({ gatewayVersion, instanceCount }) => ({ gatewayVersion, instanceCount })),
});
