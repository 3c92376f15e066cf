import { and, count, desc, eq, gt, inArray, isNotNull, isNull, lt, max, or, sql } from "drizzle-orm";
import type { AnySQLiteColumn, SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Executor } from "../client";
import {
  applyRecords,
  configContents,
  configVersions,
  enrollmentTokens,
  goneInstances,
  pluginSchemas,
  runtimeGroups,
  runtimeInstances,
  signingKeys,
} from "../schema/index";
import type { RuntimeDb } from "../scoped";
import { groupTargetColumns } from "./group-measures";

type Instance = typeof runtimeInstances.$inferSelect;
type NewRecord = typeof applyRecords.$inferInsert;

/** The enrollment token of this hash with its group's poll interval; it decides the tenant, so it takes no handle. */
export const selectEnrollmentToken = (tx: Executor, tokenHash: string) =>
  tx
    .select({ token: enrollmentTokens, pollIntervalSeconds: runtimeGroups.pollIntervalSeconds })
    .from(enrollmentTokens)
    .innerJoin(runtimeGroups, eq(runtimeGroups.id, enrollmentTokens.groupId))
    .where(eq(enrollmentTokens.tokenHash, tokenHash))
    .get();

/** Counts one use, and says whether the token was still good for it. */
export async function useEnrollmentToken(tx: Executor, id: string, now: number): Promise<boolean> {
  const hasUses = or(isNull(enrollmentTokens.maxUses), lt(enrollmentTokens.uses, enrollmentTokens.maxUses));
  const used = await tx
    .update(enrollmentTokens)
    .set({ uses: sql`${enrollmentTokens.uses} + 1` })
    .where(and(eq(enrollmentTokens.id, id), hasUses, gt(enrollmentTokens.expiresAt, now), isNull(enrollmentTokens.revokedAt)))
    .returning({ id: enrollmentTokens.id });
  return used.length === 1;
}

/** Whose the instance of this id is, in any tenant, so that an enrollment cannot take another's id; tells no more than that. */
export const selectInstanceById = (tx: Executor, id: string) =>
  tx
    .select({ orgId: runtimeInstances.orgId, groupId: runtimeInstances.groupId, orphanedAt: runtimeInstances.orphanedAt })
    .from(runtimeInstances)
    .where(eq(runtimeInstances.id, id))
    .get();

/** Adds an instance, or gives a known one its new credential, group and labels; the caller has made sure that it may. */
export async function upsertInstance(tx: Executor, values: typeof runtimeInstances.$inferInsert): Promise<void> {
  const { groupId, hostname, credentialHash, credentialIssuedAt, labels, agentVersion, address, isEphemeral } = values;
  // A pin and a pause name config versions of the group that it was in.
  const unlessMoved = (column: AnySQLiteColumn) => sql`CASE ${runtimeInstances.groupId} WHEN ${groupId} THEN ${column} END`;
  const set = {
    groupId,
    hostname,
    credentialHash,
    credentialIssuedAt,
    labels,
    agentVersion,
    address,
    isEphemeral,
    archivedAt: null,
    orphanedAt: null,
    previousCredentialHash: null,
    rotationRequestedAt: null,
    // Who enrolls has nothing that it took from here. That it ran something before is no reason to say that it lost it.
    runningEtag: null,
    runningSince: null,
    pinnedVersion: unlessMoved(runtimeInstances.pinnedVersion),
    pinNote: unlessMoved(runtimeInstances.pinNote),
    pausedVersion: unlessMoved(runtimeInstances.pausedVersion),
  };
  await tx.insert(runtimeInstances).values(values).onConflictDoUpdate({ target: runtimeInstances.id, set });
}

const ofGroup = ({ orgId, groupId }: RuntimeDb) => and(eq(configVersions.orgId, orgId), eq(configVersions.groupId, groupId));

/** What polls are answered by: the group's settings and its target (`readGroupTarget`), in one statement; undefined where the group is gone. */
export const selectPointer = (runtime: RuntimeDb) =>
  runtime.db.read
    .select({
      pollIntervalSeconds: runtimeGroups.pollIntervalSeconds,
      instanceChanges: runtimeGroups.instanceChanges,
      healsDrift: runtimeGroups.healsDrift,
      ...groupTargetColumns,
      /** The ids of the org's signing keys. */
      signedBy: sql<string>`(SELECT coalesce(group_concat(id), '') FROM (SELECT id FROM signing_keys WHERE org_id = ${runtime.orgId} ORDER BY id))`,
    })
    .from(runtimeGroups)
    .where(and(eq(runtimeGroups.orgId, runtime.orgId), eq(runtimeGroups.id, runtime.groupId)))
    .get();

/** The ETag of a config version of the group, or undefined. */
export const selectVersionEtag = async (runtime: RuntimeDb, number: number): Promise<string | undefined> =>
  (
    await runtime.db.read
      .select({ etag: configVersions.etag })
      .from(configVersions)
      .where(and(ofGroup(runtime), eq(configVersions.number, number)))
      .get()
  )?.etag;

/** The group's document of that tag, sealed (`contentPlace`), or undefined where it is not kept. */
export const selectDocument = async ({ db, orgId, groupId }: RuntimeDb, etag: string): Promise<Buffer | undefined> =>
  (
    await db.read
      .select({ body: configContents.body })
      .from(configContents)
      .where(and(eq(configContents.orgId, orgId), eq(configContents.groupId, groupId), eq(configContents.etag, etag)))
      .get()
  )?.body;

/** The signing keys of the instance's org, newest first: each signs, and who enrolls pins the first. */
export const selectSigningKeys = (runtime: RuntimeDb) =>
  runtime.db.read.select().from(signingKeys).where(eq(signingKeys.orgId, runtime.orgId)).orderBy(desc(signingKeys.createdAt), desc(signingKeys.id));

/** The newest number of the group's config version of that tag; null where there is none. */
export const selectVersionNumber = async (tx: Executor, runtime: RuntimeDb, etag: string): Promise<number | null> =>
  (
    await tx
      .select({ number: max(configVersions.number) })
      .from(configVersions)
      .where(and(ofGroup(runtime), eq(configVersions.etag, etag)))
      .get()
  )?.number ?? null;

const own = (runtime: RuntimeDb) => and(eq(runtimeInstances.orgId, runtime.orgId), eq(runtimeInstances.id, runtime.instanceId));

/**
 * Changes the instance's own facts, and says whether it was there, with a credential that is not revoked. What it runs and whether it is
 * ready are dated where they become another.
 */
export async function updateInstance(tx: Executor, runtime: RuntimeDb, facts: Partial<Instance> & { lastSeenAt: number }): Promise<boolean> {
  const { runningEtag, isReady, runningSince, readyChangedAt } = runtimeInstances;
  const dated = (fact: SQLiteColumn, value: unknown, since: SQLiteColumn) =>
    sql`CASE WHEN ${fact} IS ${sql.param(value, fact)} THEN ${since} ELSE ${facts.lastSeenAt} END`;
  const set = {
    ...facts,
    ...(facts.runningEtag === undefined ? {} : { runningSince: dated(runningEtag, facts.runningEtag, runningSince) }),
    ...(facts.isReady === undefined ? {} : { readyChangedAt: dated(isReady, facts.isReady, readyChangedAt) }),
  };
  const isTrusted = and(own(runtime), isNotNull(runtimeInstances.credentialHash));
  return (await tx.update(runtimeInstances).set(set).where(isTrusted).returning({ id: runtimeInstances.id })).length === 1;
}

/** Takes the instance's rejection off the record where it is of this tag; that of any other document stays, with the node's words. */
export const clearRejection = (tx: Executor, runtime: RuntimeDb, etag: string) =>
  tx
    .update(runtimeInstances)
    .set({ rejectedEtag: null, rejectedStatus: null, rejectedBody: null, rejectedAt: null })
    .where(and(own(runtime), eq(runtimeInstances.rejectedEtag, etag)));

const removed = {
  id: runtimeInstances.id,
  orgId: runtimeInstances.orgId,
  groupId: runtimeInstances.groupId,
  hostname: runtimeInstances.hostname,
  credentialHash: runtimeInstances.credentialHash,
  previousCredentialHash: runtimeInstances.previousCredentialHash,
  archivedAt: runtimeInstances.archivedAt,
};

/** Removes so many at most of the ephemeral instances, of every org, that were last heard of before the time, and tells which they were. */
export function deleteSilentEphemerals(tx: Executor, before: number, most: number) {
  const { id, isEphemeral, lastSeenAt, firstSeenAt } = runtimeInstances;
  const isSilent = and(eq(isEphemeral, true), lt(sql`coalesce(${lastSeenAt}, ${firstSeenAt})`, before));
  return tx
    .delete(runtimeInstances)
    .where(inArray(id, tx.select({ id }).from(runtimeInstances).where(isSilent).limit(most)))
    .returning(removed);
}

/** Removes the instance if it is ephemeral, and tells what it was; nothing where it is not, or is gone already. */
export const deleteOwnEphemeral = (tx: Executor, runtime: RuntimeDb) =>
  tx
    .delete(runtimeInstances)
    .where(and(own(runtime), eq(runtimeInstances.isEphemeral, true)))
    .returning(removed);

/** Keeps what is left of an instance that was removed. */
export const insertGoneInstance = (tx: Executor, values: typeof goneInstances.$inferInsert) => tx.insert(goneInstances).values(values).onConflictDoNothing();

/** Forgets, in every org, the instances that went before the time. */
export const deleteGoneInstances = (tx: Executor, before: number) => tx.delete(goneInstances).where(lt(goneInstances.goneAt, before));

/** How much of its apply timeline an instance keeps: a node that drifts at every look must not fill the disk. */
export const MOST_APPLY_RECORDS = 500;

/** Adds to the apply timeline and forgets what is too old in it; the version's number is found by its ETag within the group. */
export async function insertApplyRecord(
  tx: Executor,
  runtime: RuntimeDb,
  record: Pick<NewRecord, "id" | "kind" | "etag" | "kongStatus" | "at" | "fetchMs" | "verifyMs" | "applyMs">,
): Promise<void> {
  const version = record.etag
    ? await tx
        .select({ number: configVersions.number })
        .from(configVersions)
        .where(and(ofGroup(runtime), eq(configVersions.etag, record.etag)))
        .orderBy(desc(configVersions.number))
        .get()
    : undefined;
  const { orgId, instanceId } = runtime;
  await tx.insert(applyRecords).values({ ...record, versionNumber: version?.number ?? null, orgId, instanceId });
  const ofInstance = and(eq(applyRecords.orgId, orgId), eq(applyRecords.instanceId, instanceId));
  const oldestKept = tx
    .select({ at: applyRecords.at })
    .from(applyRecords)
    .where(ofInstance)
    .orderBy(desc(applyRecords.at))
    .limit(1)
    .offset(MOST_APPLY_RECORDS - 1);
  await tx.delete(applyRecords).where(and(ofInstance, lt(applyRecords.at, oldestKept)));
}

/** The instance's own row. */
export const selectInstance = (runtime: RuntimeDb) => runtime.db.read.select().from(runtimeInstances).where(own(runtime)).get();

/** The plugins whose schema is known for a Gateway version. */
export const selectPluginSchemaNames = (runtime: RuntimeDb, gatewayVersion: string) =>
  runtime.db.read
    .select({ plugin: pluginSchemas.plugin })
    .from(pluginSchemas)
    .where(and(eq(pluginSchemas.orgId, runtime.orgId), eq(pluginSchemas.gatewayVersion, gatewayVersion)));

/** How many plugin schemas the org holds. */
export const countPluginSchemas = async (tx: Executor, runtime: RuntimeDb): Promise<number> =>
  (await tx.select({ n: count() }).from(pluginSchemas).where(eq(pluginSchemas.orgId, runtime.orgId)).get())?.n ?? 0;

/** Keeps a plugin's schema as the fleet told it; the first telling of a pair stays. */
export const insertPluginSchema = (tx: Executor, runtime: RuntimeDb, row: Omit<typeof pluginSchemas.$inferInsert, "orgId">) =>
  tx
    .insert(pluginSchemas)
    .values({ ...row, orgId: runtime.orgId })
    .onConflictDoNothing();
