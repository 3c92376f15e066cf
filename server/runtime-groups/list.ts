import { selectLiveVersions } from "../../db/queries/config-versions";
import { selectRuntimeGroup, selectRuntimeGroups } from "../../db/queries/runtime-groups";
import { selectRuntimeInstances } from "../../db/queries/runtime-instances";
import { DomainError } from "../domain/errors";
import { instanceState } from "../domain/instance-state";
import type { OrgContext } from "../trpc/init";

type Group = Awaited<ReturnType<typeof selectRuntimeGroups>>[number];
type Instances = Awaited<ReturnType<typeof selectRuntimeInstances>>;
type LiveVersions = Awaited<ReturnType<typeof selectLiveVersions>>;

function summarizeGroup(group: Group, live: LiveVersions[number] | undefined, instances: Instances, now: number) {
  const states = instances.map((instance) =>
    instanceState(instance, { expectedEtag: live?.etag ?? null, pollIntervalSeconds: group.pollIntervalSeconds }, now),
  );
  const withSync = (sync: string) => states.filter((state) => state.sync === sync).length;
  return {
    id: group.id,
    name: group.name,
    description: group.description,
    labels: group.labels,
    pollIntervalSeconds: group.pollIntervalSeconds,
    createdAt: group.createdAt,
    updatedAt: group.updatedAt,
    liveVersion: live ? { number: live.number, createdAt: live.createdAt, authorName: live.authorName } : null,
    instances: {
      total: states.length,
      connected: states.filter((state) => state.connection === "connected").length,
      inSync: withSync("in sync"),
      pending: withSync("pending"),
      rejected: withSync("rejected"),
      drifted: withSync("drifted"),
      notReady: states.filter((state) => state.readiness === "not ready").length,
    },
    gatewayVersions: [...new Set(instances.flatMap((instance) => instance.gatewayVersion ?? []))].sort(),
  };
}

// Map.groupBy needs Node 21.
function byGroupId(instances: Instances): Map<string, Instances> {
  const groups = new Map<string, Instances>();
  for (const instance of instances) {
    const group = groups.get(instance.groupId);
    if (group) group.push(instance);
    else groups.set(instance.groupId, [instance]);
  }
  return groups;
}

/** Every group of the org with its live config version and the counts of its instances by state. */
export async function listRuntimeGroups({ deps, org }: OrgContext) {
  const [groups, live, instances] = await Promise.all([selectRuntimeGroups(org), selectLiveVersions(org), selectRuntimeInstances(org)]);
  const liveOf = new Map(live.map((version) => [version.groupId, version]));
  const instancesOf = byGroupId(instances);
  return groups.map((group) => summarizeGroup(group, liveOf.get(group.id), instancesOf.get(group.id) ?? [], deps.now()));
}

/** One group as the list shows it. Throws `not_found`. */
export async function getRuntimeGroup({ deps, org }: OrgContext, groupId: string) {
  const [group, live, instances] = await Promise.all([selectRuntimeGroup(org, groupId), selectLiveVersions(org, groupId), selectRuntimeInstances(org, groupId)]);
  if (!group) throw new DomainError("not_found", "No such runtime group.");
  return summarizeGroup(group, live[0], instances, deps.now());
}
