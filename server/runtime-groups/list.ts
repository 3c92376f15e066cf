import { selectLiveVersions } from "../../db/queries/config-versions";
import { selectGroupMeasures } from "../../db/queries/group-measures";
import { factsInBatches, type GroupedFacts } from "../../db/queries/instance-batches";
import { selectGroupRoles } from "../../db/queries/people";
import { selectRuntimeGroup, selectRuntimeGroups } from "../../db/queries/runtime-groups";
import { type Role, roleIn } from "../domain/ability";
import { DomainError } from "../domain/errors";
import { instanceState } from "../domain/instance-state";
import { expectationOf } from "../domain/rollout/expectation";
import type { OrgContext } from "../trpc/init";

type Group = Awaited<ReturnType<typeof selectRuntimeGroups>>[number];
type LiveVersion = Awaited<ReturnType<typeof selectLiveVersions>>[number];

type Measures = Awaited<ReturnType<typeof selectGroupMeasures>>;

const SYNC_COUNTS = {
  "in sync": "inSync",
  pinned: "pinned",
  paused: "paused",
  pending: "pending",
  rejected: "rejected",
  drifted: "drifted",
  unknown: null,
} as const;

/** Counts the instances of one group by state, one after the other. */
function tallyOf({ id, liveVersion, pollIntervalSeconds }: Group, measures: Measures, now: number) {
  const measure = measures.get(id) ?? { target: { liveVersion, rollout: null, selectorPins: [] }, etagOf: new Map<number, string>(), pollIntervalSeconds };
  const liveEtag = liveVersion === null ? null : measure.etagOf.get(liveVersion);
  const instances = { total: 0, connected: 0, runningLive: 0, inSync: 0, pinned: 0, paused: 0, pending: 0, rejected: 0, drifted: 0, notReady: 0 };
  const gatewayVersions = new Set<string>();
  const add = (facts: GroupedFacts) => {
    // One whose credential was revoked takes no more config: it is listed, but counts for nothing.
    if (facts.isRevoked) return;
    const state = instanceState(facts, expectationOf(measure, facts), now);
    const sync = SYNC_COUNTS[state.sync];
    instances.total += 1;
    if (sync) instances[sync] += 1;
    if (facts.runningEtag !== null && facts.runningEtag === liveEtag) instances.runningLive += 1;
    if (state.connection === "connected") instances.connected += 1;
    if (state.readiness === "not ready") instances.notReady += 1;
    if (facts.gatewayVersion !== null) gatewayVersions.add(facts.gatewayVersion);
  };
  return { instances, gatewayVersions, add };
}

/** Summaries of the groups. Reads a large fleet a part at a time, so that no poll waits for it. */
async function summarizeGroups({ deps, org }: OrgContext, groups: Group[], live: LiveVersion[], roleOf: (groupId: string) => Role, onlyGroup?: string) {
  const liveOf = new Map(live.map((version) => [version.groupId, version]));
  const now = deps.now();
  const measures = await selectGroupMeasures(org, onlyGroup);
  const tallies = new Map(groups.map((group) => [group.id, tallyOf(group, measures, now)]));
  for await (const batch of factsInBatches(org, onlyGroup)) for (const facts of batch) tallies.get(facts.groupId)?.add(facts);
  return groups.map((group) => {
    const version = liveOf.get(group.id);
    const { instances, gatewayVersions } = tallies.get(group.id) ?? tallyOf(group, measures, now);
    return {
      id: group.id,
      /** What the caller is in this group. */
      role: roleOf(group.id),
      name: group.name,
      description: group.description,
      labels: group.labels,
      pollIntervalSeconds: group.pollIntervalSeconds,
      keptVersions: group.keptVersions,
      healsDrift: group.healsDrift,
      archiveAfterDays: group.archiveAfterDays,
      createdAt: group.createdAt,
      updatedAt: group.updatedAt,
      liveVersion: version ? { number: version.number, createdAt: version.createdAt, authorName: version.authorName } : null,
      instances,
      gatewayVersions: [...gatewayVersions].sort(),
    };
  });
}

/** Every group of the org that the caller reaches, with its role in it, the live config version and the counts of its instances by state. */
export async function listRuntimeGroups(ctx: OrgContext) {
  const { org, user, membership, token } = ctx;
  const [all, live, own] = await Promise.all([selectRuntimeGroups(org), selectLiveVersions(org), selectGroupRoles(org, user.id)]);
  const groups = token?.groupIds ? all.filter(({ id }) => token.groupIds?.includes(id)) : all;
  const groupRoles = new Map(own.map((each) => [each.groupId, each.role]));
  return summarizeGroups(ctx, groups, live, (groupId) => roleIn(membership.orgRole, groupRoles.get(groupId)));
}

/** One group as the list shows it. Throws `not_found`. */
export async function getRuntimeGroup(ctx: OrgContext, groupId: string) {
  const [group, live] = await Promise.all([selectRuntimeGroup(ctx.org, groupId), selectLiveVersions(ctx.org, groupId)]);
  const [summary] = group ? await summarizeGroups(ctx, [group], live, () => ctx.membership.role, groupId) : [];
  if (!summary) throw new DomainError("not_found", "No such runtime group.");
  return summary;
}
