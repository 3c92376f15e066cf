import { type AnyColumn, type SQL, sql } from "drizzle-orm";
import type { InstanceFacts } from "../../server/domain/instance-state";
import type { RolloutFacts } from "../../server/domain/rollout/standing";
import { runtimeInstances } from "../schema/index";
import type { OrgDb } from "../scoped";

/** So many rows take some 10 ms of the event loop, which a poll may wait. */
const ROWS = 500;

/** The facts that states are derived from, and whose they are. */
export interface GroupedFacts extends InstanceFacts {
  id: string;
  groupId: string;
  isRevoked: boolean;
  labels: Record<string, string>;
  /** The config version that it is pinned to, and the one that its updates are paused at. Null: it is not. */
  pinnedVersion: number | null;
  pausedVersion: number | null;
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

/**
 * The instances that are not archived, by group and id, so many at a time; between two batches other work has its turn.
 * A batch comes as one JSON text, which costs a third of so many rows.
 */
async function* readBatches<Row extends Pick<GroupedFacts, "id" | "groupId">>(
  org: OrgDb,
  { ofGroup, afterId = "" }: { ofGroup: string | undefined; afterId?: string },
  columns: Record<keyof Row & string, AnyColumn | SQL>,
): AsyncGenerator<Row[]> {
  const object = sql.join(
    Object.entries<AnyColumn | SQL>(columns).map(([name, column]) => sql`${sql.raw(`'${name}'`)}, ${column}`),
    sql`, `,
  );
  let last: { groupId: string; id: string } | undefined = { groupId: ofGroup ?? "", id: afterId };
  while (last) {
    const isNext: SQL = ofGroup === undefined ? sql`(${groupId}, ${id}) > (${last.groupId}, ${last.id})` : sql`${groupId} = ${ofGroup} AND ${id} > ${last.id}`;
    const batch = await org.db.read.get<{ items: string }>(sql`
      SELECT json_group_array(json(item)) AS items FROM (
        SELECT json_object(${object}) AS item FROM ${runtimeInstances}
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

/** What lists show of the group's instances, in batches, by id; `afterId`: those behind that one alone. */
export const summariesInBatches = (org: OrgDb, ofGroup: string, afterId = "") => readBatches<InstanceSummary>(org, { ofGroup, afterId }, SUMMARY);

/** What a rollout is judged by of an instance, and what that is called. */
export interface GroupedRolloutFacts extends RolloutFacts {
  groupId: string;
  hostname: string;
}

const { runningSince, rejectedAt, readyChangedAt } = runtimeInstances;
const { labels, isRevoked } = FACTS;
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
