import { and, countDistinct, desc, eq, gte, lte, max, sql } from "drizzle-orm";
import { applyRecords, runtimeInstances } from "../schema/index";
import type { OrgDb } from "../scoped";

/** Which refusals: of a document, told within a time by instances of a group. */
export interface RefusalsOf {
  groupId: string;
  etag: string;
  from: number;
  until: number;
}

/**
 * The group's instances that told within the time that they refused a document, the last first, so many at most, and how many there are.
 * What their Kong said is there, sealed (`rejectedBodyPlace`), where that is what the instance refused last.
 */
export async function selectRefusedWithin(org: OrgDb, { groupId, etag, from, until }: RefusalsOf, limit: number) {
  const { id, orgId, hostname, rejectedBody, rejectedEtag } = runtimeInstances;
  const told = and(
    eq(applyRecords.instanceId, id),
    gte(applyRecords.at, from),
    lte(applyRecords.at, until),
    eq(applyRecords.kind, "rejected"),
    eq(applyRecords.etag, etag),
  );
  const ofGroup = and(eq(orgId, org.orgId), eq(runtimeInstances.groupId, groupId));
  // By the instances of the group, and the index of each one's timeline: nothing is sought in what others told.
  const [rows, counted] = await Promise.all([
    org.db.read
      .select({ id, orgId, hostname, rejectedBody, rejectedEtag, at: sql<number>`${max(applyRecords.at)}`, kongStatus: applyRecords.kongStatus })
      .from(runtimeInstances)
      .innerJoin(applyRecords, told)
      .where(ofGroup)
      .groupBy(id)
      .orderBy(desc(max(applyRecords.at)), id)
      .limit(limit),
    org.db.read
      .select({ total: countDistinct(id) })
      .from(runtimeInstances)
      .innerJoin(applyRecords, told)
      .where(ofGroup)
      .get(),
  ]);
  return { rows, total: counted?.total ?? 0 };
}
