import { and, asc, count, eq, isNull, or } from "drizzle-orm";
import type { Actor } from "../../server/domain/audit-chain";
import { DomainError } from "../../server/domain/errors";
import type { Freeze, FreezeWindowFields } from "../../server/domain/freeze/freeze-window";
import type { Executor } from "../client";
import { freezeWindows } from "../schema/index";
import type { OrgDb } from "../scoped";
import { insertAudit } from "./audit";
import { insertEvent } from "./events";

/** Whose windows: of the org as a whole, or of one group alone. */
export type FreezeLevel = string | null;

const atLevel = (groupId: FreezeLevel) => (groupId === null ? isNull(freezeWindows.groupId) : eq(freezeWindows.groupId, groupId));
const ownWindow = (org: OrgDb, groupId: FreezeLevel, id: string) => and(eq(freezeWindows.orgId, org.orgId), atLevel(groupId), eq(freezeWindows.id, id));

/** A unique name taken becomes a conflict on `name`; anything else passes on. */
function nameConflict(error: unknown): never {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (/UNIQUE constraint failed: freeze_windows\..*\bname/.test(cause.message))
      throw new DomainError("conflict", "There is a freeze window of this name already; choose another name.", "name");
  }
  throw error;
}

/** The windows that hold for every group of the org, by name. */
export const selectOrgFreezeWindows = (org: OrgDb) =>
  org.db.read
    .select()
    .from(freezeWindows)
    .where(and(eq(freezeWindows.orgId, org.orgId), atLevel(null)))
    .orderBy(asc(freezeWindows.name));

/** The windows that hold for a group: the org's, which come first, and its own, by name. */
export const selectFreezeWindows = (org: OrgDb, groupId: string, executor: Executor = org.db.read) =>
  executor
    .select()
    .from(freezeWindows)
    .where(and(eq(freezeWindows.orgId, org.orgId), or(atLevel(null), atLevel(groupId))))
    .orderBy(asc(freezeWindows.groupId), asc(freezeWindows.name));

/** One window of that level, or undefined. */
export const selectFreezeWindow = (tx: Executor, org: OrgDb, groupId: FreezeLevel, id: string) =>
  tx
    .select()
    .from(freezeWindows)
    .where(ownWindow(org, groupId, id))
    .get();

/** How many windows the org has, those of its groups among them. */
export const countFreezeWindows = async (tx: Executor, org: OrgDb): Promise<number> =>
  (await tx.select({ n: count() }).from(freezeWindows).where(eq(freezeWindows.orgId, org.orgId)).get())?.n ?? 0;

/** Adds a window; throws `conflict` on `name` where its level has one of that name. */
export const insertFreezeWindow = (tx: Executor, org: OrgDb, values: Omit<typeof freezeWindows.$inferInsert, "orgId">) =>
  tx
    .insert(freezeWindows)
    .values({ ...values, orgId: org.orgId })
    .catch(nameConflict);

/** Changes a window of that level; throws `conflict` on `name` as `insertFreezeWindow` does. */
export const updateFreezeWindow = (tx: Executor, org: OrgDb, groupId: FreezeLevel, id: string, fields: FreezeWindowFields) =>
  tx
    .update(freezeWindows)
    .set(fields)
    .where(ownWindow(org, groupId, id))
    .catch(nameConflict);

/** Removes a window of that level. */
export const deleteFreezeWindow = (tx: Executor, org: OrgDb, groupId: FreezeLevel, id: string) => tx.delete(freezeWindows).where(ownWindow(org, groupId, id));

/** A freeze that an act went through, and why. */
export interface LiftedFreeze {
  freeze: Freeze;
  reason: string;
}

/** Writes down in the act's own transaction, before its own entry, that it overrode a freeze; nothing where it did not. */
export async function insertFreezeOverride(
  tx: Executor,
  org: OrgDb,
  lifted: LiftedFreeze | null | undefined,
  { by, at, group }: { by: Actor; at: number; group: { id: string; name: string } },
): Promise<void> {
  if (!lifted) return;
  const { freeze, reason } = lifted;
  const target = `${freeze.name} in ${group.name}`;
  await insertAudit(tx, org, { id: crypto.randomUUID(), at, ...by, action: "freeze.override", target, groupId: group.id, after: { reason, ...freeze } });
  await insertEvent(tx, org, { kind: "freezeOverridden", groupId: group.id, detail: { by: by.actor, reason }, at });
}
