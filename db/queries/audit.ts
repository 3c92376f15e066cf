import { and, count, desc, eq, inArray, or, sql } from "drizzle-orm";
import type { AnySQLiteColumn } from "drizzle-orm/sqlite-core";
import { actionsInWords } from "../../server/domain/action-text";
import type { Executor } from "../client";
import { auditEntries } from "../schema/index";
import type { OrgDb } from "../scoped";

/** Adds an audit row inside the mutation's own transaction. */
export async function insertAudit(
  tx: Executor,
  org: OrgDb,
  entry: { id: string; at: number; actor: string; action: string; target: string; groupId?: string },
): Promise<void> {
  await tx.insert(auditEntries).values({ ...entry, orgId: org.orgId });
}

/** What of the audit trail is asked for. `groupId` absent: of the whole org; `text`, in who, action (its words too) or target, absent or empty: any. */
export interface AuditFilter {
  groupId?: string;
  text?: string;
}

const containing = (column: AnySQLiteColumn, text: string) => sql`instr(lower(${column}), ${text.toLowerCase()}) > 0`;

const matching = (org: OrgDb, { groupId, text }: AuditFilter) =>
  and(
    eq(auditEntries.orgId, org.orgId),
    groupId === undefined ? undefined : eq(auditEntries.groupId, groupId),
    text
      ? or(
          containing(auditEntries.actor, text),
          containing(auditEntries.action, text),
          containing(auditEntries.target, text),
          inArray(auditEntries.action, actionsInWords(text)),
        )
      : undefined,
  );

/** The org's audit rows that match, newest first; rows of the same millisecond in the order they were written. */
export const selectAudit = (org: OrgDb, filter: AuditFilter, limit: number, offset = 0) =>
  org.db.read
    .select({
      id: auditEntries.id,
      at: auditEntries.at,
      actor: auditEntries.actor,
      action: auditEntries.action,
      target: auditEntries.target,
      groupId: auditEntries.groupId,
    })
    .from(auditEntries)
    .where(matching(org, filter))
    .orderBy(desc(auditEntries.at), desc(sql`rowid`))
    .limit(limit)
    .offset(offset);

/** How many of the org's audit rows match. */
export const countAudit = async (org: OrgDb, filter: AuditFilter): Promise<number> =>
  (await org.db.read.select({ n: count() }).from(auditEntries).where(matching(org, filter)).get())?.n ?? 0;
