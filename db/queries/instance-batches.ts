import { type AnyColumn, type SQL, sql } from "drizzle-orm";
import type { InstanceFacts } from "../../server/domain/instance-state";
import type { Placement } from "../../server/domain/rollout/expected-version";
import type { RolloutFacts } from "../../server/domain/rollout/standing";
import type { Executor } from "../client";
import { runtimeInstances } from "../schema/index";
import type { OrgDb } from "../scoped";

/** So many rows take some 10 ms of the event loop, which a poll may wait. */
const ROWS = 500;

/** The facts that states are derived from, and whose they are. */
export interface GroupedFacts extends InstanceFacts, Placement {
  groupId: string;
  isRevoked: boolean;
  /** The ETag of the config version that it is itself pinned to or paused at. Null: it is not. */
  heldEtag: string | null;
}

/** What lists show of an instance: all but the node's long texts. */
export interface InstanceSummary extends GroupedFacts {
  hostname: string;
  address: string | null;
  agentVersion: string | null;
  isEphemeral: boolean;
  firstSeenAt: number;
  /** The hash of the plugins that it has loaded. Null: it has not told. */
  pluginSet: string | null;
}

const { id, groupId, lastSeenAt, runningEtag, rejectedEtag, driftedAt, isReady, gatewayVersion, pinnedVersion, pausedVersion } = runtimeInstances;
const FACTS = {
  id,
  groupId,
  lastSeenAt,
  runningEtag,
  rejectedEtag,
  driftedAt,
  isReady: flag(sql`${isReady}`),
  gatewayVersion,
  isRevoked: flag(sql`${runtimeInstances.credentialHash} IS NULL`),
  labels: sql`json(${runtimeInstances.labels})`,
  pinnedVersion,
  pausedVersion,
  heldEtag: sql`CASE WHEN coalesce(${pinnedVersion}, ${pausedVersion}) IS NOT NULL THEN (
    SELECT v.etag FROM config_versions v WHERE v.org_id = ${runtimeInstances.orgId} AND v.group_id = ${groupId} AND v.number = coalesce(${pinnedVersion}, ${pausedVersion})) END`,
};

const { hostname, address, agentVersion, isEphemeral, firstSeenAt, pluginSet } = runtimeInstances;
const SUMMARY = {
  ...FACTS,
  hostname,
  address,
  agentVersion,
  isEphemeral: flag(sql`${isEphemeral}`),
  firstSeenAt,
  pluginSet,
};

/** SQLite has no booleans; JSON does. */
function flag(value: SQL): SQL {
  return sql`json(CASE ${value} WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END)`;
}

/** An instance as a JSON object of these columns. */
function objectOf(columns: Record<string, AnyColumn | SQL>): SQL {
  const members = Object.entries(columns).map(([name, column]) => sql`${sql.raw(`'${name}'`)}, ${column}`);
  return sql`json_object(${sql.join(members, sql`, `)})`;
}

/**
 * The instances that are not archived, by group and id, so many at a time; between two batches other work has its turn.
 * A batch comes as one JSON text, which costs a third of so many rows; put together as text, since SQLite would read each item again to make an array.
 */
async function* readBatches<Row extends Pick<GroupedFacts, "id" | "groupId">>(
  org: OrgDb,
  { ofGroup, afterId = "" }: { ofGroup: string | undefined; afterId?: string },
  columns: Record<keyof Row & string, AnyColumn | SQL>,
): AsyncGenerator<Row[]> {
  const object = objectOf(columns);
  let last: { groupId: string; id: string } | undefined = { groupId: ofGroup ?? "", id: afterId };
  while (last) {
    const isNext: SQL = ofGroup === undefined ? sql`(${groupId}, ${id}) > (${last.groupId}, ${last.id})` : sql`${groupId} = ${ofGroup} AND ${id} > ${last.id}`;
    const batch = await org.db.read.get<{ items: string }>(sql`
      SELECT '[' || coalesce(group_concat(item), '') || ']' AS items FROM (
        SELECT ${object} AS item FROM ${runtimeInstances}
        WHERE ${runtimeInstances.orgId} = ${org.orgId} AND ${isNext} AND ${runtimeInstances.archivedAt} IS NULL
        ORDER BY ${groupId}, ${id} LIMIT ${ROWS})`);
    const rows = JSON.parse(batch?.items ?? "[]") as Row[]; // safe because the statement makes objects of these columns
    if (rows.length > 0) yield rows;
    last = rows.length < ROWS ? undefined : rows.at(-1);
    if (last) await new Promise((done) => setTimeout(done, 0));
  }
}

/** The facts of the org's instances, or of one group's, in batches. */
export const factsInBatches = (org: OrgDb, ofGroup?: string) => readBatches<GroupedFacts>(org, { ofGroup }, FACTS);

/** The facts of those of the org's instances that have these ids and are not archived. */
export async function selectFacts(tx: Executor, org: OrgDb, ids: readonly string[]): Promise<GroupedFacts[]> {
  const found = await tx.get<{ items: string }>(sql`
    SELECT json_group_array(${objectOf(FACTS)}) AS items FROM ${runtimeInstances}
    WHERE +${runtimeInstances.orgId} = ${org.orgId} AND ${runtimeInstances.archivedAt} IS NULL AND ${id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`);
  return JSON.parse(found?.items ?? "[]") as GroupedFacts[]; // safe because the statement makes objects of these columns
}

/** What lists show of the group's instances, in batches, by id; `afterId`: those behind that one alone. */
export const summariesInBatches = (org: OrgDb, ofGroup: string, afterId = "") => readBatches<InstanceSummary>(org, { ofGroup, afterId }, SUMMARY);

/** What a rollout is judged by of an instance, and what that is called. */
export interface GroupedRolloutFacts extends RolloutFacts {
  groupId: string;
  hostname: string;
}

const { runningSince, rejectedAt, readyChangedAt } = runtimeInstances;
const { labels, isRevoked } = SUMMARY;
const ROLLOUT_FACTS = {
  id,
  groupId,
  hostname,
  labels,
  pinnedVersion,
  pausedVersion,
  isRevoked,
  firstSeenAt,
  lastSeenAt,
  runningEtag,
  runningSince,
  rejectedEtag,
  rejectedAt,
  isReady: FACTS.isReady,
  readyChangedAt,
};

/** What a rollout of the group is judged by, in batches. */
export const rolloutFactsInBatches = (org: OrgDb, ofGroup: string) => readBatches<GroupedRolloutFacts>(org, { ofGroup }, ROLLOUT_FACTS);
