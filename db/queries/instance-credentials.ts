import { and, eq, or } from "drizzle-orm";
import type { Database, Executor } from "../client";
import { goneInstances, runtimeGroups, runtimeInstances } from "../schema/index";
import type { RuntimeDb } from "../scoped";

const own = (runtime: RuntimeDb) => and(eq(runtimeInstances.orgId, runtime.orgId), eq(runtimeInstances.id, runtime.instanceId));

/** The instance of this credential hash, the one in use or the one before it, whose tenant it decides. */
export const selectInstanceByCredential = (db: Database, credentialHash: string) =>
  db.read
    .select({
      id: runtimeInstances.id,
      orgId: runtimeInstances.orgId,
      groupId: runtimeInstances.groupId,
      archivedAt: runtimeInstances.archivedAt,
      orphanedAt: runtimeInstances.orphanedAt,
      labels: runtimeInstances.labels,
      pinnedVersion: runtimeInstances.pinnedVersion,
      pausedVersion: runtimeInstances.pausedVersion,
      syncRequestedAt: runtimeInstances.syncRequestedAt,
      previousCredentialHash: runtimeInstances.previousCredentialHash,
      rotationRequestedAt: runtimeInstances.rotationRequestedAt,
      groupChanges: runtimeGroups.instanceChanges,
    })
    .from(runtimeInstances)
    .leftJoin(runtimeGroups, eq(runtimeGroups.id, runtimeInstances.groupId))
    .where(or(eq(runtimeInstances.credentialHash, credentialHash), eq(runtimeInstances.previousCredentialHash, credentialHash)))
    .get();

/** What is left of the removed ephemeral instance that had this credential. */
export const selectGoneInstance = (db: Database, credentialHash: string) =>
  db.read.select().from(goneInstances).where(eq(goneInstances.credentialHash, credentialHash)).get();

/**
 * Puts a new credential in the place of one that was not used yet, or beside the one in use, which then is good still; tells whether it is the
 * first of this rotation, and whose it is. Does nothing where none was asked for, or where the credential that was borne is neither.
 */
export async function replaceCredential(
  tx: Executor,
  runtime: RuntimeDb,
  { borne, next, at }: { borne: string; next: string; at: number },
): Promise<"unknown" | "not asked" | { isFirst: boolean; hostname: string }> {
  const { credentialHash, previousCredentialHash, rotationRequestedAt, hostname } = runtimeInstances;
  const row = await tx.select({ credentialHash, previousCredentialHash, rotationRequestedAt, hostname }).from(runtimeInstances).where(own(runtime)).get();
  if (!row || (borne !== row.credentialHash && borne !== row.previousCredentialHash)) return "unknown";
  if (row.rotationRequestedAt === null) return "not asked";
  await tx.update(runtimeInstances).set({ credentialHash: next, previousCredentialHash: borne, credentialIssuedAt: at }).where(own(runtime));
  return { isFirst: row.previousCredentialHash === null, hostname: row.hostname };
}

/** Ends the rotation to this credential: the one before it is no longer good. */
export const settleCredential = (tx: Executor, runtime: RuntimeDb, credentialHash: string) =>
  tx
    .update(runtimeInstances)
    .set({ previousCredentialHash: null, rotationRequestedAt: null })
    .where(and(own(runtime), eq(runtimeInstances.credentialHash, credentialHash)));
