import { errorsFirst } from "../domain/config-document/finding";
import type { Configuration } from "../domain/configuration/configuration";
import type { ReviewFinding } from "../domain/draft";
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

/** The findings of what would be published on the group's nodes, for every Gateway version that they run, errors first; and how many there are. */
export async function publishFindings(ctx: OrgContext, checked: ToCheck, group: GroupSchemas): Promise<{ findings: ReviewFinding[]; count: number }> {
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
