import { desc, eq } from "drizzle-orm";
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

/** The org's newest audit rows, newest first. */
export const selectAudit = (org: OrgDb, limit: number) =>
  org.db.read
    .select({ id: auditEntries.id, at: auditEntries.at, actor: auditEntries.actor, action: auditEntries.action, target: auditEntries.target, groupId: auditEntries.groupId })
    .from(auditEntries)
    .where(eq(auditEntries.orgId, org.orgId))
    .orderBy(desc(auditEntries.at))
    .limit(limit);
