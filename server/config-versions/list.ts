import { selectConfigVersions, selectContentEtags } from "../../db/queries/config-versions";
import { selectGroupMeasures } from "../../db/queries/group-measures";
import { factsInBatches } from "../../db/queries/instance-batches";
import { selectRuntimeGroup } from "../../db/queries/runtime-groups";
import { DomainError } from "../domain/errors";
import { expectationOf, type GroupMeasure } from "../domain/rollout/expectation";
import type { OrgContext } from "../trpc/init";

type Version = Awaited<ReturnType<typeof selectConfigVersions>>[number];

/** How many of the group's instances run each version; of several with one document, the one that is expected of an instance, or the newest. */
async function countRunning(org: OrgContext["org"], groupId: string, measure: GroupMeasure, versions: Version[]): Promise<Map<number, number>> {
  const newest = new Map(versions.toReversed().map(({ number, etag }) => [etag, number]));
  const running = new Map<number, number>();
  for await (const batch of factsInBatches(org, groupId)) {
    for (const facts of batch) {
      if (facts.runningEtag === null) continue;
      const { expectedEtag, expectedVersion } = expectationOf(measure, facts);
      const number = facts.runningEtag === expectedEtag ? expectedVersion : newest.get(facts.runningEtag);
      if (typeof number === "number") running.set(number, (running.get(number) ?? 0) + 1);
    }
  }
  return running;
}

/** The group's versions, newest first: what each changed, its tags, how many instances run it, and whether that is kept still. Throws `not_found`. */
export async function listConfigVersions({ org }: OrgContext, groupId: string) {
  const [group, measures, versions, etags] = await Promise.all([
    selectRuntimeGroup(org, groupId),
    selectGroupMeasures(org, groupId),
    selectConfigVersions(org, groupId),
    selectContentEtags(org, groupId),
  ]);
  const measure = measures.get(groupId);
  if (!group || !measure) throw new DomainError("not_found", "No such runtime group.");
  const running = await countRunning(org, groupId, measure, versions);
  const kept = new Set(etags);
  return versions.map((version) => ({
    ...version,
    isLive: version.number === group.liveVersion,
    isKept: kept.has(version.etag),
    instances: running.get(version.number) ?? 0,
  }));
}
