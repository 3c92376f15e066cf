import { selectConfigVersions } from "../../db/queries/config-versions";
import type { InstanceSummary } from "../../db/queries/instance-batches";
import { selectRuntimeGroup } from "../../db/queries/runtime-groups";
import { DomainError } from "../domain/errors";
import { instanceState } from "../domain/instance-state";
import type { OrgContext } from "../trpc/init";

/** What every instance of a group is measured against. Throws `not_found`. */
export async function groupFacts({ org }: Pick<OrgContext, "org">, groupId: string) {
  const [group, versions] = await Promise.all([selectRuntimeGroup(org, groupId), selectConfigVersions(org, groupId)]);
  if (!group) throw new DomainError("not_found", "No such runtime group.");
  // The newest number wins where one document was published twice.
  const numberOf = new Map([...versions].reverse().map((version) => [version.etag, version.number]));
  const expectedEtag = versions.find((version) => version.number === group.liveVersion)?.etag ?? null;
  const etagOf = new Map(versions.map((version) => [version.number, version.etag]));
  return { numberOf, etagOf, expectedEtag, expectedVersion: group.liveVersion, pollIntervalSeconds: group.pollIntervalSeconds };
}

/** What instances of one group are measured against. */
export type GroupFacts = Awaited<ReturnType<typeof groupFacts>>;

/** The number of the config version that the instance runs; null where it runs none of ours. */
export const runningVersionOf = ({ runningEtag }: { runningEtag: string | null }, group: GroupFacts): number | null =>
  runningEtag === null ? null : (group.numberOf.get(runningEtag) ?? null);

/** An instance as the console shows it, with its derived states but for its compatibility, which `instanceJudge` tells. */
export const summarizeInstance = (instance: InstanceSummary, group: GroupFacts, now: number) => ({
  id: instance.id,
  hostname: instance.hostname,
  address: instance.address,
  labels: instance.labels,
  gatewayVersion: instance.gatewayVersion,
  pluginSet: instance.pluginSet,
  agentVersion: instance.agentVersion,
  firstSeenAt: instance.firstSeenAt,
  lastSeenAt: instance.lastSeenAt,
  runningVersion: runningVersionOf(instance, group),
  expectedVersion: group.expectedVersion,
  isRevoked: instance.isRevoked,
  isEphemeral: instance.isEphemeral,
  state: instanceState(instance, group, now),
});
