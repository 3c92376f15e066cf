import { selectConfigVersions, selectContentEtags } from "../../db/queries/config-versions";
import { factsInBatches } from "../../db/queries/instance-batches";
import { selectRuntimeGroup } from "../../db/queries/runtime-groups";
import { DomainError } from "../domain/errors";
import type { OrgContext } from "../trpc/init";

/** How many of the group's instances run the document of each tag. */
async function countRunning(org: OrgContext["org"], groupId: string): Promise<Map<string, number>> {
  const running = new Map<string, number>();
  for await (const batch of factsInBatches(org, groupId)) {
    for (const { runningEtag } of batch) if (runningEtag) running.set(runningEtag, (running.get(runningEtag) ?? 0) + 1);
  }
  return running;
}

/** The group's versions, newest first: what each changed, its tags, how many instances run its document, and whether that is kept still. Throws `not_found`. */
export async function listConfigVersions({ org }: OrgContext, groupId: string) {
  const [group, versions, running, etags] = await Promise.all([
    selectRuntimeGroup(org, groupId),
    selectConfigVersions(org, groupId),
    countRunning(org, groupId),
    selectContentEtags(org, groupId),
  ]);
  if (!group) throw new DomainError("not_found", "No such runtime group.");
  const kept = new Set(etags);
  return versions.map((version) => ({
    ...version,
    isLive: version.number === group.liveVersion,
    isKept: kept.has(version.etag),
    instances: running.get(version.etag) ?? 0,
  }));
}
