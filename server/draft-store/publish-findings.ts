import { errorsFirst, isError } from "../domain/config-document/finding";
import type { Configuration } from "../domain/configuration/configuration";
import { judgeCompatibility, needsOf } from "../domain/compatibility";
import type { DraftReview, FleetFit, ReviewFinding } from "../domain/draft";
import type { OrgContext } from "../trpc/init";
import type { VersionFinding } from "./check-configuration";
import { draftCacheOf } from "./draft-cache";
import type { GroupSchemas } from "./group-schemas";
import { findUnloaded, instanceNamer, type KindCount, kindsOf } from "./node-facts";
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

/** What a check finds: the first findings, errors first, and how many there are; and which instances could not run it. */
export interface PublishFindings {
  findings: ReviewFinding[];
  count: number;
  fit: FleetFit;
}

/** So many kinds of node are told. */
const MOST_KINDS = 20;

/** Which of the group's kinds of node could not run what would be published, the most instances first. */
function fitOf(after: Configuration, kinds: readonly KindCount[], found: readonly VersionFinding[]): FleetFit {
  const needs = needsOf("It", after);
  const misfits = kinds.flatMap(({ gatewayVersion, plugins, count }) => {
    const concerns = ({ gatewayVersions }: VersionFinding) => gatewayVersions.length === 0 || gatewayVersions.some((each) => each === gatewayVersion);
    const findings = found.filter((each) => isError(each.finding) && concerns(each)).map(({ finding }) => finding);
    const { state, causes, moreCauses } = judgeCompatibility(needs, { gatewayVersion, plugins, findings });
    return state === "incompatible" ? [{ gatewayVersion, instanceCount: count, causes, moreCauses }] : [];
  });
  const sum = (of: readonly number[]) => of.reduce((total, each) => total + each, 0);
  return {
    instanceCount: sum(kinds.map(({ count }) => count)),
    incompatibleCount: sum(misfits.map(({ instanceCount }) => instanceCount)),
    incompatible: misfits.sort((a, b) => b.instanceCount - a.instanceCount).slice(0, MOST_KINDS),
  };
}

/** The findings of what would be published on the group's nodes, for every Gateway version that they run, errors first; and how many there are. */
export async function publishFindings(ctx: OrgContext, checked: ToCheck, group: GroupSchemas): Promise<PublishFindings> {
  const found = await checkOf(ctx, checked, group);
  const kinds = await kindsOf(ctx, checked.groupId);
  const nameOf = instanceNamer(ctx, checked.groupId);
  const concerned = async ({ finding, gatewayVersions }: VersionFinding): Promise<ReviewFinding> => {
    const instances = await nameOf(kinds.filter(({ gatewayVersion }) => gatewayVersion !== null && gatewayVersions.includes(gatewayVersion)));
    const instanceCount = group.versions.reduce((sum, each) => sum + (gatewayVersions.includes(each.gatewayVersion) ? each.instanceCount : 0), 0);
    return { ...finding, gatewayVersions, instances, instanceCount };
  };
  const unloaded = await findUnloaded(checked.after, kinds, nameOf);
  const findings = [...(await Promise.all(found.findings.map(concerned))), ...unloaded].sort(errorsFirst);
  return { findings, count: found.count + unloaded.length, fit: fitOf(checked.after, kinds, found.findings) };
}

/** So many are shown. */
const MOST_SHOWN = 200;

/** The findings as a review shows them, with what they were checked for. */
export const shownFindings = (
  { findings, count, fit }: PublishFindings,
  { versions }: GroupSchemas,
): Pick<DraftReview, "findings" | "moreFindings" | "checkedFor" | "fit"> => ({
  findings: findings.slice(0, MOST_SHOWN),
  moreFindings: Math.max(0, count - MOST_SHOWN),
  checkedFor: versions.map(({ gatewayVersion, instanceCount }) => ({ gatewayVersion, instanceCount })),
  fit,
});
