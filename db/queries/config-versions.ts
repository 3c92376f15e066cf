import { and, desc, eq, max } from "drizzle-orm";
import type { Actor } from "../../server/domain/audit-chain";
import type { ChangeCounts } from "../../server/domain/draft";
import { DomainError } from "../../server/domain/errors";
import { applyAct } from "../../server/domain/rollout/act";
import { type RolloutChoice, startRollout } from "../../server/domain/rollout/start";
import type { Executor } from "../client";
import { configContents, configVersions, runtimeGroups } from "../schema/index";
import type { OrgDb } from "../scoped";
import { insertAudit } from "./audit";
import { insertEvent } from "./events";
import { deleteOldContents } from "./content-retention";
import { insertFreezeOverride, type LiftedFreeze } from "./freeze-windows";
import { insertRollout, type RolloutActor, rolloutIdOf, selectRolloutOf, updateRollout } from "./rollouts";
import { selectRuntimeGroup, updateRuntimeGroup } from "./runtime-groups";

/** So much of a message is told. */
const LONGEST_TOLD = 200;

type ContentRow = typeof configContents.$inferSelect;
type VersionRow = typeof configVersions.$inferSelect;

const ofGroup = (org: OrgDb, groupId: string) => and(eq(configVersions.orgId, org.orgId), eq(configVersions.groupId, groupId));
const ofContent = (org: OrgDb, groupId: string, etag: string) =>
  and(eq(configContents.orgId, org.orgId), eq(configContents.groupId, groupId), eq(configContents.etag, etag));

const summary = {
  number: configVersions.number,
  etag: configVersions.etag,
  message: configVersions.message,
  authorName: configVersions.authorName,
  entityCount: configVersions.entityCount,
  sizeBytes: configVersions.sizeBytes,
  createdCount: configVersions.createdCount,
  changedCount: configVersions.changedCount,
  deletedCount: configVersions.deletedCount,
  rolledBackTo: configVersions.rolledBackTo,
  tags: configVersions.tags,
  createdAt: configVersions.createdAt,
};

/** The group's config versions without their documents, newest first. */
export const selectConfigVersions = (org: OrgDb, groupId: string) =>
  org.db.read.select(summary).from(configVersions).where(ofGroup(org, groupId)).orderBy(desc(configVersions.number));

/** One config version without its document, or undefined. */
export const selectConfigVersion = (org: OrgDb, groupId: string, number: number, executor: Executor = org.db.read) =>
  executor
    .select(summary)
    .from(configVersions)
    .where(and(ofGroup(org, groupId), eq(configVersions.number, number)))
    .get();

/** The highest number that a config version of the group has; 0: there is none. */
export const selectNewestNumber = async (org: OrgDb, groupId: string, executor: Executor = org.db.read): Promise<number> =>
  (
    await executor
      .select({ number: max(configVersions.number) })
      .from(configVersions)
      .where(ofGroup(org, groupId))
      .get()
  )?.number ?? 0;

/** The live version of every group of the org that has one, or of one group alone. */
export const selectLiveVersions = (org: OrgDb, groupId?: string) =>
  org.db.read
    .select({ groupId: configVersions.groupId, ...summary })
    .from(configVersions)
    .innerJoin(runtimeGroups, and(eq(runtimeGroups.id, configVersions.groupId), eq(runtimeGroups.liveVersion, configVersions.number)))
    .where(groupId === undefined ? eq(configVersions.orgId, org.orgId) : ofGroup(org, groupId));

/** The group's document of that tag, sealed (`contentPlace`), or undefined where it is not kept. */
export const selectContent = (org: OrgDb, groupId: string, etag: string) =>
  org.db.read
    .select()
    .from(configContents)
    .where(ofContent(org, groupId, etag))
    .get();

/** Whether the group's document of that tag is kept; reads no more of it. */
export const isContentKept = async (org: OrgDb, groupId: string, etag: string, executor: Executor = org.db.read): Promise<boolean> =>
  (await executor
    .select({ etag: configContents.etag })
    .from(configContents)
    .where(ofContent(org, groupId, etag))
    .get()) !== undefined;

/** The tags of the group's documents that are kept. */
export const selectContentEtags = async (org: OrgDb, groupId: string): Promise<string[]> =>
  (
    await org.db.read
      .select({ etag: configContents.etag })
      .from(configContents)
      .where(and(eq(configContents.orgId, org.orgId), eq(configContents.groupId, groupId)))
  ).map(({ etag }) => etag);

/** Puts these tags on a config version, in place of those it has. */
export const updateVersionTags = (tx: Executor, org: OrgDb, groupId: string, number: number, tags: string[]) =>
  tx
    .update(configVersions)
    .set({ tags })
    .where(and(ofGroup(org, groupId), eq(configVersions.number, number)));

/** Keeps a document; one that the group holds already stays as it is. */
const insertContent = (tx: Executor, org: OrgDb, content: Omit<ContentRow, "orgId">) =>
  tx
    .insert(configContents)
    .values({ ...content, orgId: org.orgId })
    .onConflictDoNothing();

/** What is published, by whom, and why. */
export interface Publication {
  groupId: string;
  etag: string;
  /** Sealed for `contentPlace`. Absent: the group holds it already. */
  body?: Buffer;
  sizeBytes: number;
  entityCount: number;
  /** The version that it was held against, and that must be live still; null: none is. */
  against: number | null;
  /** What it changes of that. Null: that could not be read. */
  counts: ChangeCounts | null;
  /** The older version whose document this is. Null: it is no rollback. */
  rolledBackTo: number | null;
  message: string;
  /** How it goes out. Absent: as the group's saved strategy says. A rollout that has not ended is superseded. */
  choice?: RolloutChoice | undefined;
  /** The freeze that is overridden by it. Null: there is none. */
  lifted: LiftedFreeze | null;
  /** Who publishes, as the audit trail tells it. */
  by: Actor;
  at: number;
}

/** Adds an immutable version with the group's next number, which it returns. */
async function insertConfigVersion(tx: Executor, org: OrgDb, values: Omit<VersionRow, "orgId" | "number">): Promise<number> {
  const number = (await selectNewestNumber(org, values.groupId, tx)) + 1;
  await tx.insert(configVersions).values({ ...values, orgId: org.orgId, number });
  return number;
}

/** What a publish made. `rolloutId` null: it goes to all at once. */
export interface PublishedVersion {
  number: number;
  rolloutId: string | null;
}

/** Ends the rollout of what was live, where it has not ended, and begins that of the new version, where it is to have one: nothing was live before a group's first. */
async function beginRollout(tx: Executor, org: OrgDb, groupId: string, numbers: { from: number | null; to: number }, choice: RolloutChoice, who: RolloutActor) {
  const { from: liveVersion, to: toVersion } = numbers;
  if (liveVersion === null) return null;
  const liveRollout = await selectRolloutOf(org, groupId, liveVersion, tx);
  if (liveRollout) {
    const superseded = applyAct(liveRollout, "supersede", who.at);
    if (superseded.ok) await updateRollout(tx, org, liveRollout, superseded, who);
  }
  if (choice === "allAtOnce") return null;
  const id = rolloutIdOf(groupId, toVersion);
  await insertRollout(tx, org, { groupId, ...startRollout({ id, toVersion, liveVersion, liveRollout, strategy: choice, now: who.at }) }, who);
  return id;
}

/**
 * Publishes in the caller's transaction: the document, the version, the group's pointer, the audit row and the end of documents
 * that the group need not keep, with the rollout that begins and the one that ends by it, all or none. Null, and nothing is written: another version than `against` is live by now, or the document
 * that the group should hold is not kept any more. Throws `not_found`. Call `runtimeApi.groupChanged` once it is committed.
 */
export async function publishContent(tx: Executor, org: OrgDb, publication: Publication): Promise<PublishedVersion | null> {
  const { groupId, etag, body, sizeBytes, entityCount, against, counts, rolledBackTo, message, choice, lifted, by, at } = publication;
  const group = await selectRuntimeGroup(org, groupId, tx);
  if (!group) throw new DomainError("not_found", "No such runtime group.");
  if (against !== group.liveVersion) return null;
  if (body) await insertContent(tx, org, { groupId, etag, body, sizeBytes, entityCount, createdAt: at });
  else if (!(await isContentKept(org, groupId, etag, tx))) return null;
  const counted = { createdCount: counts?.created ?? null, changedCount: counts?.changed ?? null, deletedCount: counts?.deleted ?? null };
  const about = { id: crypto.randomUUID(), groupId, etag, message, authorName: by.actor, entityCount, sizeBytes, rolledBackTo, createdAt: at };
  const number = await insertConfigVersion(tx, org, { ...about, ...counted, tags: [] });
  await updateRuntimeGroup(tx, org, groupId, { liveVersion: number, updatedAt: at });
  await insertFreezeOverride(tx, org, lifted, { by, at, group });
  const action = rolledBackTo === null ? "configVersion.publish" : "configVersion.rollBack";
  const target = rolledBackTo === null ? `${group.name} v${number}` : `${group.name} v${number} with what v${rolledBackTo} had`;
  await insertAudit(tx, org, {
    id: crypto.randomUUID(),
    at,
    ...by,
    action,
    target,
    groupId,
    before: { liveVersion: against },
    after: { liveVersion: number, message, ...counts },
  });
  const detail = { by: by.actor, version: number, ...(rolledBackTo === null ? { message: message.slice(0, LONGEST_TOLD) } : { to: rolledBackTo }) };
  await insertEvent(tx, org, { kind: rolledBackTo === null ? "published" : "rolledBack", groupId, detail, at });
  const how = choice ?? group.rolloutStrategy ?? "allAtOnce";
  const rolloutId = await beginRollout(tx, org, groupId, { from: group.liveVersion, to: number }, how, { by, at, groupName: group.name });
  await deleteOldContents(tx, org, groupId, group.keptVersions);
  return { number, rolloutId };
}
