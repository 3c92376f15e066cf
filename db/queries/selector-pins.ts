import { and, count, desc, eq, sql } from "drizzle-orm";
import type { Executor } from "../client";
import { selectorPins } from "../schema/index";
import type { OrgDb } from "../scoped";

const ofGroup = (org: OrgDb, groupId: string) => and(eq(selectorPins.orgId, org.orgId), eq(selectorPins.groupId, groupId));

/** The group's pins by label, newest first: of several that fit an instance, the first counts. */
export const selectSelectorPins = (org: OrgDb, groupId: string) =>
  org.db.read
    .select()
    .from(selectorPins)
    .where(ofGroup(org, groupId))
    .orderBy(desc(selectorPins.createdAt), sql`rowid DESC`);

/** How many the group has. */
export const countSelectorPins = async (tx: Executor, org: OrgDb, groupId: string): Promise<number> =>
  (await tx.select({ n: count() }).from(selectorPins).where(ofGroup(org, groupId)).get())?.n ?? 0;

/** Adds a pin. */
export const insertSelectorPin = (tx: Executor, org: OrgDb, values: Omit<typeof selectorPins.$inferInsert, "orgId">) =>
  tx.insert(selectorPins).values({ ...values, orgId: org.orgId });

/** Removes a pin of the group, and tells what it was; undefined: there was none. */
export const removeSelectorPin = async (tx: Executor, org: OrgDb, groupId: string, pinId: string) =>
  (
    await tx
      .delete(selectorPins)
      .where(and(ofGroup(org, groupId), eq(selectorPins.id, pinId)))
      .returning()
  )[0];
