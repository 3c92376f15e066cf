import { selectConfigVersions } from "../../db/queries/config-versions";
import { selectGroupTargets } from "../../db/queries/group-targets";
import type { InstanceSummary } from "../../db/queries/instance-batches";
import { selectRuntimeGroup } from "../../db/queries/runtime-groups";
import { DomainError } from "../domain/errors";
import { type InstanceFacts, instanceState } from "../domain/instance-state";
import { expectationOf, type Placement } from "../domain/rollout/expected-version";
import type { OrgContext } from "../trpc/init";

/** What every instance of a group is measured against. Throws `not_found`. */
export async function groupFacts({ org }: Pick<OrgContext, "org">, groupId: string) {
  const [group, versions, targets] = await Promise.all([
    selectRuntimeGroup(org, groupId),
    selectConfigVersions(org, groupId),
    selectGroupTargets(org, groupId),
  ]);
  const target = targets.get(groupId)?.target;
  if (!group || !target) throw new DomainError("not_found", "No such runtime group.");
  // The newest number wins where one document was published twice.
  const numberOf = new Map([...versions].reverse().map((version) => [version.etag, version.number]));
  const etagOf = new Map(versions.map((version) => [version.number, version.etag]));
  return { numberOf, etagOf, target, pollIntervalSeconds: group.pollIntervalSeconds };
}

/** What instances of one group are measured against. */
export type GroupFacts = Awaited<ReturnType<typeof groupFacts>>;

/** The number of the config version that the instance runs; null where it runs none of ours. */
export const runningVersionOf = ({ runningEtag }: { runningEtag: string | null }, group: GroupFacts): number | null =>
  runningEtag === null ? null : (group.numberOf.get(runningEtag) ?? null);

/** What an instance should run by now, and its four states but for its compatibility. */
export function standingIn({ target, etagOf, pollIntervalSeconds }: GroupFacts, instance: InstanceFacts & Placement, now: number) {
  const expected = expectationOf(target, etagOf, instance);
  return { ...expected, state: instanceState(instance, { ...expected, pollIntervalSeconds }, now) };
}

/** An instance as the console shows it, with its derived states but for its compatibility, which `instanceJudge` tells. */
export function summarizeInstance(instance: InstanceSummary, group: GroupFacts, now: number) {
  const { state, expectedVersion } = standingIn(group, instance, now);
  return {
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
    expectedVersion,
    isRevoked: instance.isRevoked,
    isEphemeral: instance.isEphemeral,
    state,
  };
}
