import { and, asc, eq, inArray, isNotNull, isNull, lt, sql } from "drizzle-orm";
import type { Executor } from "../client";
import { runtimeGroups, runtimeInstances } from "../schema/index";
import type { OrgDb } from "../scoped";

const {
  id,
  hostname,
  labels,
  pinnedVersion,
  pinNote,
  pausedVersion,
  syncRequestedAt,
  rotationRequestedAt,
  archivedAt,
  previousCredentialHash,
  credentialHash,
} = runtimeInstances;
/** What people change of an instance. */
const CHANGEABLE = { id, hostname, labels, pinnedVersion, pinNote, pausedVersion, syncRequestedAt, rotationRequestedAt, archivedAt, previousCredentialHash };

const ofGroup = (org: OrgDb, groupId: string) => and(eq(runtimeInstances.orgId, org.orgId), eq(runtimeInstances.groupId, groupId));

/** An instance with what people change of it. */
export type ChangeableInstance = Awaited<ReturnType<typeof selectChangeable>>[number];

/** Those of the group that have these ids and are not archived, by host. */
export const selectChangeable = (tx: Executor, org: OrgDb, groupId: string, ids: string[]) =>
  tx
    .select({ ...CHANGEABLE, isRevoked: sql<boolean>`${credentialHash} IS NULL`.mapWith(Boolean) })
    .from(runtimeInstances)
    // The plus keeps the group's index out of it: a large group would be read for each part.
    .where(
      and(
        sql`+${runtimeInstances.orgId} = ${org.orgId} AND +${runtimeInstances.groupId} = ${groupId}`,
        isNull(archivedAt),
        inArray(id, sql`(SELECT value FROM json_each(${JSON.stringify(ids)}))`),
      ),
    )
    .orderBy(asc(hostname));

/** Writes what people change of these instances of the org, in one statement. */
export async function writeChangeable(tx: Executor, org: OrgDb, rows: Omit<ChangeableInstance, "isRevoked">[]): Promise<void> {
  const told = rows.map((row) => [
    row.id,
    JSON.stringify(row.labels),
    row.pinnedVersion,
    row.pinNote,
    row.pausedVersion,
    row.syncRequestedAt,
    row.rotationRequestedAt,
    row.archivedAt,
    row.previousCredentialHash,
  ]);
  // By id alone, as a plain column: so the primary key finds each row.
  await tx.run(sql`
    UPDATE runtime_instances SET labels = told.labels, pinned_version = told.pinned, pin_note = told.note, paused_version = told.paused,
      sync_requested_at = told.synced, rotation_requested_at = told.rotated, archived_at = told.archived, previous_credential_hash = told.previous
    FROM (SELECT value ->> 0 AS id, value ->> 1 AS labels, value ->> 2 AS pinned, value ->> 3 AS note, value ->> 4 AS paused, value ->> 5 AS synced,
      value ->> 6 AS rotated, value ->> 7 AS archived, value ->> 8 AS previous FROM json_each(${JSON.stringify(told)})) AS told
    WHERE runtime_instances.id = told.id AND +runtime_instances.org_id = ${org.orgId}`);
}

/** The group's archived instances whose host or id contains the text, the newest first, so many from an offset, and how many there are. */
export async function selectArchived(org: OrgDb, groupId: string, text: string, limit: number, offset: number) {
  const { labels: given, gatewayVersion, lastSeenAt } = runtimeInstances;
  const sought = text.toLowerCase();
  const found = and(
    ofGroup(org, groupId),
    isNotNull(archivedAt),
    sought === "" ? undefined : sql`(instr(lower(${hostname}), ${sought}) > 0 OR instr(${id}, ${sought}) > 0)`,
  );
  const [rows, counted] = await Promise.all([
    org.db.read
      .select({ id, hostname, labels: given, gatewayVersion, lastSeenAt, archivedAt: sql<number>`${archivedAt}` })
      .from(runtimeInstances)
      .where(found)
      .orderBy(sql`${archivedAt} DESC`, asc(hostname))
      .limit(limit)
      .offset(offset),
    org.db.read
      .select({ total: sql<number>`count(*)` })
      .from(runtimeInstances)
      .where(found)
      .get(),
  ]);
  return { rows, total: counted?.total ?? 0 };
}

/** Removes an archived instance of the group with its apply timeline, and gives its host; undefined: there is none. */
export const deleteArchivedRow = async (tx: Executor, org: OrgDb, groupId: string, instanceId: string): Promise<string | undefined> =>
  (
    await tx
      .delete(runtimeInstances)
      .where(and(ofGroup(org, groupId), eq(id, instanceId), isNotNull(archivedAt)))
      .returning({ hostname })
  )[0]?.hostname;

/** The groups, of every org, that archive what is silent for so many days. */
export const selectArchivingGroups = (db: Executor) =>
  db
    .select({ orgId: runtimeGroups.orgId, groupId: runtimeGroups.id, days: sql<number>`${runtimeGroups.archiveAfterDays}` })
    .from(runtimeGroups)
    .where(isNotNull(runtimeGroups.archiveAfterDays));

/** The ids of the group's instances that were last heard of before the time, so many at most; ephemeral ones go by a rule of their own. */
export const selectSilent = async (tx: Executor, org: OrgDb, groupId: string, before: number, limit: number): Promise<string[]> =>
  (
    await tx
      .select({ id })
      .from(runtimeInstances)
      .where(
        and(
          ofGroup(org, groupId),
          isNull(archivedAt),
          eq(runtimeInstances.isEphemeral, false),
          lt(sql`coalesce(${runtimeInstances.lastSeenAt}, ${runtimeInstances.firstSeenAt})`, before),
        ),
      )
      .limit(limit)
  ).map((row) => row.id);
