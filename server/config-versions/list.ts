import { stringify } from "yaml";
import { selectConfigVersions } from "../../db/queries/config-versions";
import { factsInBatches } from "../../db/queries/instance-batches";
import { selectRuntimeGroup } from "../../db/queries/runtime-groups";
import { openContent } from "../at-rest/content";
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

/** The group's versions, newest first, with how many instances run each one's document. Throws `not_found`. */
export async function listConfigVersions({ org }: OrgContext, groupId: string) {
  const [group, versions, running] = await Promise.all([selectRuntimeGroup(org, groupId), selectConfigVersions(org, groupId), countRunning(org, groupId)]);
  if (!group) throw new DomainError("not_found", "No such runtime group.");
  return versions.map((version) => ({ ...version, isLive: version.number === group.liveVersion, instances: running.get(version.etag) ?? 0 }));
}

/** One version with its document as YAML; `yaml` null: the document is not kept any more. Throws `not_found`. */
export async function getConfigVersion(ctx: OrgContext, groupId: string, number: number) {
  const versions = await listConfigVersions(ctx, groupId);
  const listed = versions.find((each) => each.number === number);
  if (!listed) throw new DomainError("not_found", "No such config version.");
  const json = await openContent(ctx.deps.keys, ctx.org, groupId, listed.etag);
  return { ...listed, yaml: json === undefined ? null : stringify(JSON.parse(json), { lineWidth: 0 }) };
}
