import { and, desc, eq, max } from "drizzle-orm";
import type { Executor } from "../client";
import { configVersions, runtimeGroups } from "../schema/index";
import type { OrgDb } from "../scoped";

const ofGroup = (org: OrgDb, groupId: string) => and(eq(configVersions.orgId, org.orgId), eq(configVersions.groupId, groupId));

const summary = {
  number: configVersions.number,
  etag: configVersions.etag,
  message: configVersions.message,
  authorName: configVersions.authorName,
  entityCount: configVersions.entityCount,
  sizeBytes: configVersions.sizeBytes,
  createdAt: configVersions.createdAt,
};

/** The group's config versions without their documents, newest first. */
export const selectConfigVersions = (org: OrgDb, groupId: string) =>
  org.db.read.select(summary).from(configVersions).where(ofGroup(org, groupId)).orderBy(desc(configVersions.number));

/** One config version with its document, or undefined. */
export const selectConfigVersion = (org: OrgDb, groupId: string, number: number, executor: Executor = org.db.read) =>
  executor
    .select({ ...summary, source: configVersions.source, body: configVersions.body })
    .from(configVersions)
    .where(and(ofGroup(org, groupId), eq(configVersions.number, number)))
    .get();

/** The live version of every group of the org that has one, or of one group alone. */
export const selectLiveVersions = (org: OrgDb, groupId?: string) =>
  org.db.read
    .select({ groupId: configVersions.groupId, ...summary })
    .from(configVersions)
    .innerJoin(runtimeGroups, and(eq(runtimeGroups.id, configVersions.groupId), eq(runtimeGroups.liveVersion, configVersions.number)))
    .where(groupId === undefined ? eq(configVersions.orgId, org.orgId) : ofGroup(org, groupId));

/** Adds an immutable version with the group's next number, which it returns. */
export async function insertConfigVersion(tx: Executor, org: OrgDb, values: Omit<typeof configVersions.$inferInsert, "orgId" | "number">): Promise<number> {
  const newest = await tx
    .select({ number: max(configVersions.number) })
    .from(configVersions)
    .where(ofGroup(org, values.groupId))
    .get();
  const number = (newest?.number ?? 0) + 1;
  await tx.insert(configVersions).values({ ...values, orgId: org.orgId, number });
  return number;
}
