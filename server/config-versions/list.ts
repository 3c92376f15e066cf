import { selectConfigVersion, selectConfigVersions } from "../../db/queries/config-versions";
import { selectRuntimeGroup } from "../../db/queries/runtime-groups";
import { selectRuntimeInstances } from "../../db/queries/runtime-instances";
import { DomainError } from "../domain/errors";
import type { OrgContext } from "../trpc/init";

/** The group's versions, newest first, with how many instances run each one's document. Throws `not_found`. */
export async function listConfigVersions({ org }: OrgContext, groupId: string) {
  const [group, versions, instances] = await Promise.all([
    selectRuntimeGroup(org, groupId),
    selectConfigVersions(org, groupId),
    selectRuntimeInstances(org, groupId),
  ]);
  if (!group) throw new DomainError("not_found", "No such runtime group.");
  const running = new Map<string, number>();
  for (const { runningEtag } of instances) if (runningEtag) running.set(runningEtag, (running.get(runningEtag) ?? 0) + 1);
  return versions.map((version) => ({ ...version, isLive: version.number === group.liveVersion, instances: running.get(version.etag) ?? 0 }));
}

/** One version with its source and the bytes served. Throws `not_found`. */
export async function getConfigVersion(ctx: OrgContext, groupId: string, number: number) {
  const [versions, version] = await Promise.all([listConfigVersions(ctx, groupId), selectConfigVersion(ctx.org, groupId, number)]);
  const listed = versions.find((each) => each.number === number);
  if (!version || !listed) throw new DomainError("not_found", "No such config version.");
  return { ...listed, ...version };
}
