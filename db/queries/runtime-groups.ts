import { and, asc, desc, eq } from "drizzle-orm";
import { DomainError } from "../../server/domain/errors";
import type { Executor } from "../client";
import { runtimeGroups, runtimeInstances, signingKeys } from "../schema/index";
import type { OrgDb } from "../scoped";

type NewGroup = typeof runtimeGroups.$inferInsert;

const ownGroup = (org: OrgDb, groupId: string) => and(eq(runtimeGroups.orgId, org.orgId), eq(runtimeGroups.id, groupId));

/** A unique name taken becomes a conflict on `name`; anything else passes on. */
function nameConflict(error: unknown): never {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (/UNIQUE constraint failed: runtime_groups\.org_id, runtime_groups\.name/.test(cause.message)) {
      throw new DomainError("conflict", "A group of this name exists already; choose another name.", "name");
    }
  }
  throw error;
}

/** All groups of the org, by name. */
export const selectRuntimeGroups = (org: OrgDb) =>
  org.db.read.select().from(runtimeGroups).where(eq(runtimeGroups.orgId, org.orgId)).orderBy(asc(runtimeGroups.name));

/** One group of the org, or undefined. */
export const selectRuntimeGroup = (org: OrgDb, groupId: string, executor: Executor = org.db.read) =>
  executor.select().from(runtimeGroups).where(ownGroup(org, groupId)).get();

/** Adds a group; throws `conflict` on `name` where the org has one of that name. */
export const insertRuntimeGroup = (tx: Executor, org: OrgDb, values: Omit<NewGroup, "orgId">) =>
  tx
    .insert(runtimeGroups)
    .values({ ...values, orgId: org.orgId })
    .catch(nameConflict);

/** Changes a group's own fields or its pointer. */
export const updateRuntimeGroup = (tx: Executor, org: OrgDb, groupId: string, values: Partial<Omit<NewGroup, "id" | "orgId">>) =>
  tx.update(runtimeGroups).set(values).where(ownGroup(org, groupId)).catch(nameConflict);

/** Removes a group with its versions and tokens; its instances stay as orphans, archived ones too. Returns how many are not archived. */
export async function deleteRuntimeGroupRows(tx: Executor, org: OrgDb, groupId: string, at: number): Promise<number> {
  const orphans = await tx
    .update(runtimeInstances)
    .set({ orphanedAt: at })
    .where(and(eq(runtimeInstances.orgId, org.orgId), eq(runtimeInstances.groupId, groupId)))
    .returning({ archivedAt: runtimeInstances.archivedAt });
  await tx.delete(runtimeGroups).where(ownGroup(org, groupId));
  return orphans.filter(({ archivedAt }) => archivedAt === null).length;
}

/** The id of the org's newest signing key, or undefined. */
export const selectSigningKeyId = (org: OrgDb) =>
  org.db.read
    .select({ id: signingKeys.id })
    .from(signingKeys)
    .where(eq(signingKeys.orgId, org.orgId))
    .orderBy(desc(signingKeys.createdAt), desc(signingKeys.id))
    .get();
