import { selectConfigVersions } from "../../db/queries/config-versions";
import { selectGroupMeasures } from "../../db/queries/group-measures";
import type { InstanceSummary } from "../../db/queries/instance-batches";
import { DomainError } from "../domain/errors";
import { instanceState } from "../domain/instance-state";
import { type Expectation, expectationOf } from "../domain/rollout/expectation";
import type { OrgContext } from "../trpc/init";

/** What every instance of a group is measured against. Throws `not_found`. */
export async function groupFacts({ org }: Pick<OrgContext, "org">, groupId: string) {
  const [versions, measures] = await Promise.all([selectConfigVersions(org, groupId), selectGroupMeasures(org, groupId)]);
  const measure = measures.get(groupId);
  if (!measure) throw new DomainError("not_found", "No such runtime group.");
  // The newest number wins where one document was published twice.
  const numberOf = new Map([...versions].reverse().map((version) => [version.etag, version.number]));
  const etagOf = new Map(versions.map((version) => [version.number, version.etag]));
  return { ...measure, numberOf, etagOf };
}

/** What instances of one group are measured against. */
export type GroupFacts = Awaited<ReturnType<typeof groupFacts>>;

/** The number of the config version that the instance runs, of several with that document the one that is expected of it; null where it runs none of ours. */
export function runningVersionOf({ runningEtag }: { runningEtag: string | null }, { numberOf }: GroupFacts, expected: Expectation): number | null {
  if (runningEtag === null) return null;
  return runningEtag === expected.expectedEtag ? expected.expectedVersion : (numberOf.get(runningEtag) ?? null);
}

/** An instance as the console shows it, with its derived states but for its compatibility, which `instanceJudge` tells. */
export function summarizeInstance(instance: Omit<InstanceSummary, "heldEtag">, group: GroupFacts, now: number) {
  const expected = expectationOf(group, instance);
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
    runningVersion: runningVersionOf(instance, group, expected),
    expectedVersion: expected.expectedVersion,
    isRevoked: instance.isRevoked,
    isEphemeral: instance.isEphemeral,
    state: instanceState(instance, expected, now),
  };
}
