import { and, eq, inArray, isNotNull, isNull, notExists, sql } from "drizzle-orm";
import type { ConditionKind, EventDetail } from "../../server/domain/notifications/event-kinds";
import type { Executor } from "../client";
import { certificateTerms, openConditions, runtimeInstances } from "../schema/index";
import type { OrgDb, RuntimeDb } from "../scoped";
import { insertEvents } from "./events";

/** Which condition of whom. */
export interface ConditionKey {
  subjectId: string;
  kind: ConditionKind;
}

/** A condition that lasts. */
export interface Condition extends ConditionKey {
  groupId: string | null;
  mark: string;
  detail: EventDetail;
}

/** A condition as it is open: what it is about, and since when it has been over; null: it lasts. */
export interface OpenCondition extends ConditionKey {
  mark: string;
  overSince: number | null;
}

/** Who a handle is for: an org, or one instance of it. */
type Tenant = Pick<OrgDb | RuntimeDb, "orgId">;

const inList = (texts: readonly string[]) => sql`(SELECT value FROM json_each(${JSON.stringify(texts)}))`;
const ofOrg = ({ orgId }: Tenant) => eq(openConditions.orgId, orgId);

/** The open conditions of these subjects. They come as one JSON text, which costs a third of so many rows. */
export async function selectConditionsOf(org: OrgDb, subjectIds: string[]): Promise<OpenCondition[]> {
  const found = await org.db.read.get<{ items: string }>(sql`
    SELECT json_group_array(json_array(subject_id, kind, mark, over_since)) AS items FROM open_conditions
    WHERE org_id = ${org.orgId} AND subject_id IN ${inList(subjectIds)}`);
  const rows = JSON.parse(found?.items ?? "[]") as [string, ConditionKind, string, number | null][]; // safe because the statement makes such arrays
  return rows.map(([subjectId, kind, mark, overSince]) => ({ subjectId, kind, mark, overSince }));
}

/** The open conditions of these kinds. */
export const selectConditionsOfKinds = (org: OrgDb, kinds: ConditionKind[]) =>
  org.db.read
    .select()
    .from(openConditions)
    .where(and(ofOrg(org), inArray(openConditions.kind, kinds)));

const isOneOf = ({ orgId }: Tenant, keys: readonly ConditionKey[]) =>
  sql`org_id = ${orgId} AND (subject_id, kind) IN (SELECT value ->> 0, value ->> 1 FROM json_each(${JSON.stringify(keys.map(({ subjectId, kind }) => [subjectId, kind]))}))`;

/** Notes since when conditions have been over; null: they last after all. */
export async function updateOverSince(tx: Executor, org: Tenant, keys: readonly ConditionKey[], at: number | null): Promise<void> {
  if (keys.length > 0) await tx.run(sql`UPDATE open_conditions SET over_since = ${at} WHERE ${isOneOf(org, keys)} AND over_since IS NOT ${at}`);
}

/** Opens conditions, and gives those that were not open, or were about something else (`mark`). */
async function upsertConditions(tx: Executor, { orgId }: Tenant, opened: Condition[], at: number): Promise<ConditionKey[]> {
  if (opened.length === 0) return [];
  const rows = JSON.stringify(opened.map(({ subjectId, kind, groupId, mark, detail }) => [subjectId, kind, groupId, mark, detail]));
  return tx.all<ConditionKey>(sql`
    INSERT INTO open_conditions (org_id, subject_id, kind, group_id, mark, detail, opened_at)
    SELECT ${orgId}, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value -> 4, ${at} FROM json_each(${rows}) WHERE true
    ON CONFLICT (org_id, subject_id, kind) DO UPDATE SET mark = excluded.mark, detail = excluded.detail, opened_at = excluded.opened_at
      WHERE open_conditions.mark <> excluded.mark
    RETURNING subject_id AS subjectId, kind`);
}

const isOfInstance = (kind: ConditionKind): boolean => kind !== "tokenExpiring" && kind !== "certificateExpiring";

/**
 * Opens conditions, with an event for each that people have not been told of: that was not open, or was about something else (`mark`). One
 * that had just been over lasts on without a word.
 */
export async function insertConditions(tx: Executor, org: Tenant, opened: Condition[], at: number): Promise<void> {
  await updateOverSince(tx, org, opened, null);
  const news = new Set((await upsertConditions(tx, org, opened, at)).map(({ subjectId, kind }) => `${subjectId} ${kind}`));
  const told = opened.filter(({ subjectId, kind }) => news.has(`${subjectId} ${kind}`));
  await insertEvents(
    tx,
    org,
    told.map(({ subjectId, kind, groupId, detail }) => ({ kind, groupId, instanceId: isOfInstance(kind) ? subjectId : null, detail, at })),
  );
}

/** Closes conditions, and gives those that were open. */
export async function deleteConditions(tx: Executor, org: Tenant, closed: ConditionKey[]): Promise<ConditionKey[]> {
  if (closed.length === 0) return [];
  return tx.all<ConditionKey>(sql`DELETE FROM open_conditions WHERE ${isOneOf(org, closed)} RETURNING subject_id AS subjectId, kind`);
}

/** The conditions of these kinds whose instance is gone, archived or revoked, or has left its group. */
export const selectGoneConditions = (org: OrgDb, kinds: ConditionKind[]) => {
  const counts = and(
    eq(runtimeInstances.id, openConditions.subjectId),
    eq(runtimeInstances.orgId, openConditions.orgId),
    eq(runtimeInstances.groupId, openConditions.groupId),
    isNull(runtimeInstances.archivedAt),
    isNull(runtimeInstances.orphanedAt),
    isNotNull(runtimeInstances.credentialHash),
  );
  const instance = org.db.read.select({ id: runtimeInstances.id }).from(runtimeInstances).where(counts);
  return org.db.read
    .select({ subjectId: openConditions.subjectId, kind: openConditions.kind })
    .from(openConditions)
    .where(and(ofOrg(org), inArray(openConditions.kind, kinds), notExists(instance)));
};

/** What needs attention of one kind in one group, with the names of some of those that it is about. */
export interface AttentionRow extends ConditionKey {
  groupId: string | null;
  instanceName: string | null;
  detail: EventDetail;
  openedAt: number;
  /** How many of this kind the group has. */
  total: number;
}

/** The conditions of the org, or of one group, that last, the oldest few of each kind and group, each with how many those are. */
export async function selectAttention(org: OrgDb, { groupId, most }: { groupId?: string; most: number }): Promise<AttentionRow[]> {
  const rows = await org.db.read.all<Omit<AttentionRow, "detail"> & { detail: string }>(sql`
    SELECT subject_id AS subjectId, kind, some.group_id AS groupId, instance.hostname AS instanceName, detail, opened_at AS openedAt, total FROM (
      SELECT *, row_number() OVER (PARTITION BY group_id, kind ORDER BY opened_at, subject_id) AS place, count(*) OVER (PARTITION BY group_id, kind) AS total
      FROM open_conditions WHERE org_id = ${org.orgId} AND over_since IS NULL AND ${groupId === undefined ? sql`true` : sql`group_id = ${groupId}`}
    ) AS some LEFT JOIN runtime_instances AS instance ON instance.id = subject_id AND instance.org_id = ${org.orgId}
    WHERE place <= ${most} ORDER BY some.group_id, kind, place`);
  return rows.map((row) => ({ ...row, detail: JSON.parse(row.detail) as EventDetail })); // safe because insertConditions wrote it
}

/** What is known of the certificates of each group's live document. */
export const selectCertificateTerms = (org: OrgDb) => org.db.read.select().from(certificateTerms).where(eq(certificateTerms.orgId, org.orgId));

/** Notes what was read of a group's document, in the place of what was noted before. */
export const upsertCertificateTerms = (tx: Executor, { orgId }: OrgDb, terms: Omit<typeof certificateTerms.$inferInsert, "orgId">) =>
  tx
    .insert(certificateTerms)
    .values({ ...terms, orgId })
    .onConflictDoUpdate({ target: [certificateTerms.orgId, certificateTerms.groupId], set: { etag: terms.etag, certificates: terms.certificates } });
