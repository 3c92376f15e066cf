import { selectConfigVersions } from "../../db/queries/config-versions";
import { selectRuntimeGroup } from "../../db/queries/runtime-groups";
import { type InstanceFilter, selectApplyRecords, selectRuntimeInstance, selectRuntimeInstances } from "../../db/queries/runtime-instances";
import { withDurations } from "../domain/apply-timeline";
import { DomainError } from "../domain/errors";
import { instanceState } from "../domain/instance-state";
import { parseKongErrors } from "../domain/kong-errors";
import { readNodeReport } from "../domain/node-report";
import type { OrgContext } from "../trpc/init";

type Instance = Awaited<ReturnType<typeof selectRuntimeInstances>>[number];

/** What every instance of a group is measured against. Throws `not_found`. */
async function groupFacts({ org }: OrgContext, groupId: string) {
  const [group, versions] = await Promise.all([selectRuntimeGroup(org, groupId), selectConfigVersions(org, groupId)]);
  if (!group) throw new DomainError("not_found", "No such runtime group.");
  // The newest number wins where one document was published twice.
  const numberOf = new Map([...versions].reverse().map((version) => [version.etag, version.number]));
  const expectedEtag = versions.find((version) => version.number === group.liveVersion)?.etag ?? null;
  return { numberOf, expectedEtag, expectedVersion: group.liveVersion, pollIntervalSeconds: group.pollIntervalSeconds };
}

type GroupFacts = Awaited<ReturnType<typeof groupFacts>>;

const summarizeInstance = (instance: Instance, group: GroupFacts, now: number) => ({
  id: instance.id,
  hostname: instance.hostname,
  address: instance.address,
  labels: instance.labels,
  gatewayVersion: instance.gatewayVersion,
  agentVersion: instance.agentVersion,
  firstSeenAt: instance.firstSeenAt,
  lastSeenAt: instance.lastSeenAt,
  runningVersion: instance.runningEtag ? (group.numberOf.get(instance.runningEtag) ?? null) : null,
  isRevoked: instance.credentialHash === null,
  isEphemeral: instance.isEphemeral,
  state: instanceState(instance, group, now),
});

/** The group's instances, all or those asked for, with their derived states. Throws `not_found`. */
export async function listRuntimeInstances(ctx: OrgContext, groupId: string, filter?: InstanceFilter) {
  const [group, instances] = await Promise.all([groupFacts(ctx, groupId), selectRuntimeInstances(ctx.org, groupId, filter)]);
  return instances.map((instance) => summarizeInstance(instance, group, ctx.deps.now()));
}

/** One instance: its states, the node's own error kept exactly, and its apply timeline. Throws `not_found`. */
export async function getRuntimeInstance(ctx: OrgContext, groupId: string, instanceId: string) {
  const [group, instance, timeline] = await Promise.all([
    groupFacts(ctx, groupId),
    selectRuntimeInstance(ctx.org, groupId, instanceId),
    selectApplyRecords(ctx.org, instanceId, 50),
  ]);
  if (!instance) throw new DomainError("not_found", "No such runtime instance.");
  return {
    ...summarizeInstance(instance, group, ctx.deps.now()),
    expectedVersion: group.expectedVersion,
    plugins: readNodeReport(instance.nodeReport ?? "").plugins.sort(),
    timeline: withDurations(timeline).map(({ id, kind, versionNumber, kongStatus, at, tookMs }) => ({ id, kind, versionNumber, kongStatus, at, tookMs })),
    // What a node refused on its way to the config that it runs now is history, and in the timeline.
    rejected:
      instance.rejectedEtag === null || (instance.runningEtag === group.expectedEtag && instance.rejectedEtag !== group.expectedEtag)
        ? null
        : {
            versionNumber: group.numberOf.get(instance.rejectedEtag) ?? null,
            kongStatus: instance.rejectedStatus ?? 0,
            body: instance.rejectedBody ?? "",
            at: instance.rejectedAt ?? 0,
            errors: parseKongErrors(instance.rejectedBody ?? ""),
          },
  };
}
