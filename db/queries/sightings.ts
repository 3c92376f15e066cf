import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "../client";
import type { RuntimeDb } from "../scoped";

/**
 * What polls told of one instance. `runningEtag` undefined: nothing new; null: its Kong runs nothing of ours yet.
 * `refusedEtag` undefined: it refuses nothing that is expected of it.
 */
export interface Sighting {
  runtime: RuntimeDb;
  lastSeenAt: number;
  runningEtag: string | null | undefined;
  refusedEtag: string | undefined;
  /** `syncRequestedAt`: the request that it take its config once more, which this offer answers. Absent: it answers none. */
  offers: { etag: string; versionNumber: number; at: number; syncRequestedAt?: number }[];
}

/** A sighting waits no longer to be written; what is dated later than that was dated by a clock that went wrong. */
const MOST_LATE_MS = 60 * 60_000;
/** Whether that time is one from before the instance was `seen`. */
const isBefore = (time: SQL) => sql`coalesce(${time}, 0) NOT BETWEEN seen.at + 1 AND seen.at + ${sql.raw(String(MOST_LATE_MS))}`;
/** Whether what the instance runs did not become another after it was `seen`. */
const isNewest = isBefore(sql`running_since`);

/**
 * Writes when instances were last seen, what they run and since when, refuse and were offered, in three statements however many they
 * are. What another process has heard of an instance since stays. One that is gone by now changes nothing, so that it cannot fail the
 * batch it is in.
 */
export async function writeSightings(tx: Executor, sightings: Sighting[]): Promise<void> {
  const seen = sightings.map(({ runtime, lastSeenAt, runningEtag, offers }) => [
    runtime.orgId,
    runtime.instanceId,
    lastSeenAt,
    runningEtag === undefined ? 0 : 1,
    runningEtag ?? null,
    offers.findLast(({ syncRequestedAt }) => syncRequestedAt !== undefined)?.syncRequestedAt ?? null,
  ]);
  await tx.run(sql`
    UPDATE runtime_instances SET last_seen_at = CASE WHEN ${isBefore(sql`last_seen_at`)} THEN seen.at ELSE last_seen_at END,
      running_etag = CASE WHEN ${isNewest} AND seen.tells = 1 THEN seen.etag ELSE running_etag END,
      running_since = CASE WHEN ${isNewest} AND seen.tells = 1 AND running_etag IS NOT seen.etag THEN seen.at ELSE running_since END,
      sync_requested_at = CASE WHEN sync_requested_at = seen.synced THEN NULL ELSE sync_requested_at END
    FROM (SELECT value ->> 0 AS org_id, value ->> 1 AS id, value ->> 2 AS at, value ->> 3 AS tells, value ->> 4 AS etag, value ->> 5 AS synced
      FROM json_each(${JSON.stringify(seen)})) AS seen
    WHERE runtime_instances.id = seen.id AND runtime_instances.org_id = seen.org_id`);
  await writeRefusals(tx, sightings);
  const offers = sightings.flatMap(({ runtime, offers: each }) =>
    each.map(({ etag, versionNumber, at }) => [crypto.randomUUID(), runtime.orgId, runtime.instanceId, etag, versionNumber, at]),
  );
  if (offers.length === 0) return;
  await tx.run(sql`
    INSERT INTO apply_records (id, org_id, instance_id, kind, etag, version_number, at)
    SELECT value ->> 0, instance.org_id, instance.id, 'offered', value ->> 3, value ->> 4, value ->> 5
    FROM json_each(${JSON.stringify(offers)}) JOIN runtime_instances AS instance ON instance.id = value ->> 2 AND instance.org_id = value ->> 1`);
}

/** A tag that is refused again goes on the record again: what Kong answered then is in the timeline, its words are gone. */
async function writeRefusals(tx: Executor, sightings: Sighting[]): Promise<void> {
  const refused = sightings.flatMap(({ runtime, lastSeenAt, refusedEtag }) =>
    refusedEtag === undefined ? [] : [[runtime.orgId, runtime.instanceId, lastSeenAt, refusedEtag]],
  );
  if (refused.length === 0) return;
  await tx.run(sql`
    UPDATE runtime_instances SET rejected_etag = seen.etag, rejected_at = seen.at, rejected_body = NULL, rejected_status = (
      SELECT kong_status FROM apply_records WHERE instance_id = seen.id AND kind = 'rejected' AND etag = seen.etag ORDER BY at DESC LIMIT 1)
    FROM (SELECT value ->> 0 AS org_id, value ->> 1 AS id, value ->> 2 AS at, value ->> 3 AS etag FROM json_each(${JSON.stringify(refused)})) AS seen
    WHERE runtime_instances.id = seen.id AND runtime_instances.org_id = seen.org_id AND rejected_etag IS NOT seen.etag AND ${isNewest}`);
}
