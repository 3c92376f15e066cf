import { and, asc, count, desc, eq, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import type { Executor } from "../client";
import { runtimeInstances } from "../schema/index";
import type { OrgDb } from "../scoped";
import { insertGoneInstance } from "./runtime";

const { id, orgId, groupId, hostname, lastSeenAt, orphanedAt, archivedAt, credentialHash, previousCredentialHash } = runtimeInstances;

const orphansOf = (org: OrgDb) => and(eq(orgId, org.orgId), isNotNull(orphanedAt));

/** What the deleted group of an orphan was called, as the activity tells, whose entry is of the very time; null: that was let go. */
const deletedGroupName = sql<string | null>`(SELECT told.target FROM audit_entries AS told WHERE told.org_id = runtime_instances.org_id
  AND told.at = runtime_instances.orphaned_at AND told.action = 'runtimeGroup.delete' AND told.group_id = runtime_instances.group_id)`;

/** Which orphans: those whose host or id contains the text, those that are archived or that are not, and those of one deleted group. */
export interface OrphanFilter {
  text?: string;
  isArchived?: boolean;
  deletedGroupId?: string;
}

/** The org's instances whose group was deleted, by host, so many from an offset, and how many there are. */
export async function selectOrphans(org: OrgDb, { text = "", isArchived, deletedGroupId }: OrphanFilter, limit: number, offset: number) {
  const sought = text.toLowerCase();
  const found = and(
    orphansOf(org),
    isArchived === undefined ? undefined : isArchived ? isNotNull(archivedAt) : isNull(archivedAt),
    deletedGroupId === undefined ? undefined : eq(groupId, deletedGroupId),
    sought === "" ? undefined : sql`(instr(lower(${hostname}), ${sought}) > 0 OR instr(${id}, ${sought}) > 0)`,
  );
  const [rows, counted] = await Promise.all([
    org.db.read
      .select({ id, hostname, deletedGroupId: groupId, deletedGroupName, lastSeenAt, orphanedAt: sql<number>`${orphanedAt}`, archivedAt })
      .from(runtimeInstances)
      .where(found)
      .orderBy(asc(hostname), asc(id))
      .limit(limit)
      .offset(offset),
    org.db.read.select({ total: count() }).from(runtimeInstances).where(found).get(),
  ]);
  return { rows, total: counted?.total ?? 0 };
}

/** The deleted groups whose instances are still known, the newest first, so many at most, with how many of each there are. */
export const selectDeletedGroups = (org: OrgDb, limit: number) =>
  org.db.read
    .select({ id: groupId, name: deletedGroupName, deletedAt: sql<number>`max(${orphanedAt})`, instances: count() })
    .from(runtimeInstances)
    .where(orphansOf(org))
    .groupBy(groupId)
    .orderBy(desc(sql`max(${orphanedAt})`), asc(groupId))
    .limit(limit);

/**
 * Removes so many at most of the orphans with their apply timelines, the one of an id or those of a deleted group, and gives their ids and
 * hosts. Who was told that its group is gone (410) is told so still: an agent that gets 401 would not enroll again.
 */
export async function deleteOrphanRows(tx: Executor, org: OrgDb, which: { id: string } | { deletedGroupId: string }, limit: number, at: number) {
  const meant = "id" in which ? eq(id, which.id) : eq(groupId, which.deletedGroupId);
  const removed = await tx
    .delete(runtimeInstances)
    .where(
      inArray(
        id,
        tx
          .select({ id })
          .from(runtimeInstances)
          .where(and(orphansOf(org), meant))
          .limit(limit),
      ),
    )
    .returning({ id, groupId, hostname, archivedAt, credentialHash, previousCredentialHash });
  for (const each of removed.filter((row) => row.archivedAt === null))
    for (const hash of [each.credentialHash, each.previousCredentialHash])
      if (hash !== null) await insertGoneInstance(tx, { credentialHash: hash, orgId: org.orgId, groupId: each.groupId, instanceId: each.id, goneAt: at });
  return removed.map((row) => ({ id: row.id, groupId: row.groupId, hostname: row.hostname }));
}
