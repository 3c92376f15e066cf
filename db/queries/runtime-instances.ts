import { and, asc, desc, eq, gte, inArray, isNull, lt, max, or, sql } from "drizzle-orm";
import type { Executor } from "../client";
import { applyRecords, enrollmentTokens, runtimeGroups, runtimeInstances } from "../schema/index";
import type { OrgDb } from "../scoped";

const ownInstance = (org: OrgDb, groupId: string, instanceId: string) =>
  and(eq(runtimeInstances.orgId, org.orgId), eq(runtimeInstances.groupId, groupId), eq(runtimeInstances.id, instanceId));

/** The first of the group's instances, that of an id or those first seen since a time, with the facts that states are derived from. */
export const selectFirstInstances = (org: OrgDb, groupId: string, which: { id: string } | { firstSeenSince: number }, limit: number) => {
  const { id, hostname, firstSeenAt, lastSeenAt, runningEtag, rejectedEtag, driftedAt, isReady, gatewayVersion } = runtimeInstances;
  const { labels, pinnedVersion, pausedVersion } = runtimeInstances;
  return org.db.read
    .select({ id, hostname, lastSeenAt, runningEtag, rejectedEtag, driftedAt, isReady, gatewayVersion, labels, pinnedVersion, pausedVersion })
    .from(runtimeInstances)
    .where(
      and(
        eq(runtimeInstances.orgId, org.orgId),
        eq(runtimeInstances.groupId, groupId),
        "id" in which ? eq(id, which.id) : gte(firstSeenAt, which.firstSeenSince),
        isNull(runtimeInstances.archivedAt),
      ),
    )
    .orderBy(asc(firstSeenAt), asc(sql`rowid`))
    .limit(limit);
};

/** Instances of living groups whose hostname or id contains the text, by hostname. */
export const searchRuntimeInstances = (org: OrgDb, text: string, limit: number) =>
  org.db.read
    .select({ id: runtimeInstances.id, hostname: runtimeInstances.hostname, groupId: runtimeGroups.id, groupName: runtimeGroups.name })
    .from(runtimeInstances)
    .innerJoin(runtimeGroups, and(eq(runtimeGroups.orgId, runtimeInstances.orgId), eq(runtimeGroups.id, runtimeInstances.groupId)))
    .where(
      and(
        eq(runtimeInstances.orgId, org.orgId),
        isNull(runtimeInstances.archivedAt),
        or(sql`instr(lower(${runtimeInstances.hostname}), ${text.toLowerCase()}) > 0`, sql`instr(${runtimeInstances.id}, ${text.toLowerCase()}) > 0`),
      ),
    )
    .orderBy(asc(runtimeInstances.hostname))
    .limit(limit);

/** One instance of the group, or undefined. */
export const selectRuntimeInstance = (org: OrgDb, groupId: string, instanceId: string) =>
  org.db.read
    .select()
    .from(runtimeInstances)
    .where(ownInstance(org, groupId, instanceId))
    .get();

/** The instance's newest apply records, newest first. */
export const selectApplyRecords = (org: OrgDb, instanceId: string, limit: number) =>
  org.db.read
    .select()
    .from(applyRecords)
    .where(and(eq(applyRecords.orgId, org.orgId), eq(applyRecords.instanceId, instanceId)))
    .orderBy(desc(applyRecords.at), desc(sql`rowid`))
    .limit(limit);

/** What some of the group's instances are called, by hostname. */
export const selectHostnames = (org: OrgDb, groupId: string, ids: string[]) =>
  org.db.read
    .select({ id: runtimeInstances.id, hostname: runtimeInstances.hostname })
    .from(runtimeInstances)
    .where(and(eq(runtimeInstances.orgId, org.orgId), eq(runtimeInstances.groupId, groupId), inArray(runtimeInstances.id, ids)))
    .orderBy(asc(runtimeInstances.hostname));

/** Takes the instance's credential away, and the one before it where a new one was not used yet. */
export const clearCredential = (tx: Executor, org: OrgDb, groupId: string, instanceId: string) =>
  tx
    .update(runtimeInstances)
    .set({ credentialHash: null, previousCredentialHash: null, rotationRequestedAt: null })
    .where(ownInstance(org, groupId, instanceId));

/** The org's enrollment tokens that are not revoked and have uses left; their hashes stay out. */
export const selectGoodEnrollmentTokens = (org: OrgDb) =>
  org.db.read
    .select({
      id: enrollmentTokens.id,
      groupId: enrollmentTokens.groupId,
      expiresAt: enrollmentTokens.expiresAt,
      createdAt: enrollmentTokens.createdAt,
      createdBy: enrollmentTokens.createdBy,
    })
    .from(enrollmentTokens)
    .where(
      and(
        eq(enrollmentTokens.orgId, org.orgId),
        isNull(enrollmentTokens.revokedAt),
        or(isNull(enrollmentTokens.maxUses), lt(enrollmentTokens.uses, enrollmentTokens.maxUses)),
      ),
    );

/** The group's enrollment tokens, newest first; their hashes stay out. */
export const selectEnrollmentTokens = (org: OrgDb, groupId: string) =>
  org.db.read
    .select({
      id: enrollmentTokens.id,
      expiresAt: enrollmentTokens.expiresAt,
      maxUses: enrollmentTokens.maxUses,
      uses: enrollmentTokens.uses,
      labels: enrollmentTokens.labels,
      isEphemeral: enrollmentTokens.isEphemeral,
      revokedAt: enrollmentTokens.revokedAt,
      createdAt: enrollmentTokens.createdAt,
      createdBy: enrollmentTokens.createdBy,
    })
    .from(enrollmentTokens)
    .where(and(eq(enrollmentTokens.orgId, org.orgId), eq(enrollmentTokens.groupId, groupId)))
    .orderBy(desc(enrollmentTokens.createdAt))
    .limit(200);

/** Revokes a token of the group, and says whether there was one that was not revoked. */
export async function setEnrollmentTokenRevoked(tx: Executor, org: OrgDb, groupId: string, tokenId: string, at: number): Promise<boolean> {
  const own = and(eq(enrollmentTokens.orgId, org.orgId), eq(enrollmentTokens.groupId, groupId), eq(enrollmentTokens.id, tokenId));
  const revoked = await tx
    .update(enrollmentTokens)
    .set({ revokedAt: at })
    .where(and(own, isNull(enrollmentTokens.revokedAt)))
    .returning({ id: enrollmentTokens.id });
  return revoked.length === 1;
}

/** Adds an enrollment token; the row holds its hash alone. */
export const insertEnrollmentToken = (tx: Executor, org: OrgDb, values: Omit<typeof enrollmentTokens.$inferInsert, "orgId">) =>
  tx.insert(enrollmentTokens).values({ ...values, orgId: org.orgId });

/** What Kongs of these instances of the group said when they refused a config version, sealed (`rejectedBodyPlace`). */
export const selectRefusals = (org: OrgDb, groupId: string, instanceIds: readonly string[]) => {
  const { id, orgId, rejectedBody, rejectedEtag, rejectedAt } = runtimeInstances;
  return org.db.read
    .select({ id, orgId, rejectedBody, rejectedEtag, rejectedAt })
    .from(runtimeInstances)
    .where(and(eq(orgId, org.orgId), eq(runtimeInstances.groupId, groupId), inArray(id, [...instanceIds])));
};

/** When a document was last offered to these instances, by their ids; who was offered nothing is left out. */
export async function selectOffers(org: OrgDb, instanceIds: readonly string[], etag: string): Promise<Map<string, number>> {
  const rows = await org.db.read
    .select({ id: applyRecords.instanceId, at: max(applyRecords.at) })
    .from(applyRecords)
    .where(
      and(eq(applyRecords.orgId, org.orgId), inArray(applyRecords.instanceId, [...instanceIds]), eq(applyRecords.kind, "offered"), eq(applyRecords.etag, etag)),
    )
    .groupBy(applyRecords.instanceId);
  return new Map(rows.flatMap(({ id, at }) => (at === null ? [] : [[id, at] as const])));
}
