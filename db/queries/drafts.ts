import { and, asc, eq, gt, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Executor } from "../client";
import { configVersions, drafts, draftSteps, runtimeGroups } from "../schema/index";
import type { OrgDb } from "../scoped";

type DraftRow = typeof drafts.$inferSelect;
type StepRow = typeof draftSteps.$inferSelect;

const ofGroup = (org: OrgDb, groupId: string) => and(eq(drafts.orgId, org.orgId), eq(drafts.groupId, groupId));
const stepsOfGroup = (org: OrgDb, groupId: string) => and(eq(draftSteps.orgId, org.orgId), eq(draftSteps.groupId, groupId));

/** Adds or changes the group's draft row. */
export async function upsertDraft(tx: Executor, org: OrgDb, values: Omit<DraftRow, "orgId">): Promise<void> {
  const { revision, baseVersion, baseEtag, updatedAt } = values;
  await tx
    .insert(drafts)
    .values({ ...values, orgId: org.orgId })
    .onConflictDoUpdate({ target: [drafts.orgId, drafts.groupId], set: { revision, baseVersion, baseEtag, updatedAt } });
}

/** The steps of the group's draft past a revision, in order, with their changes sealed (`draftStepPlace`). */
export const selectDraftSteps = (org: OrgDb, groupId: string, afterRevision = 0, executor: Executor = org.db.read) =>
  executor
    .select()
    .from(draftSteps)
    .where(and(stepsOfGroup(org, groupId), gt(draftSteps.revision, afterRevision)))
    .orderBy(asc(draftSteps.revision));

/** Adds a step; the draft's row must be there. */
export const insertDraftStep = (tx: Executor, org: OrgDb, step: Omit<StepRow, "orgId">) => tx.insert(draftSteps).values({ ...step, orgId: org.orgId });

/** Removes the steps of the group's draft; its row stays, so that its revision only grows. */
export const deleteDraftSteps = (tx: Executor, org: OrgDb, groupId: string) => tx.delete(draftSteps).where(stepsOfGroup(org, groupId));

/** Removes the group's draft with its steps. */
export const deleteDraft = (tx: Executor, org: OrgDb, groupId: string) => tx.delete(drafts).where(ofGroup(org, groupId));

const liveVersions = alias(configVersions, "live");
const baseVersions = alias(configVersions, "base");

/**
 * The group with its draft's row (null: the draft is what is live), the config versions that are live and that it began from, and the
 * revisions of its steps as a JSON list: of one moment, since it is one statement. Undefined: there is no such group.
 */
export const selectDraftHeader = (org: OrgDb, groupId: string, executor: Executor = org.db.read) =>
  executor
    .select({
      groupName: runtimeGroups.name,
      draft: { revision: drafts.revision, baseVersion: drafts.baseVersion },
      live: liveVersions,
      base: baseVersions,
      steps: sql<string>`(select json_group_array(${draftSteps.revision}) from ${draftSteps} where ${stepsOfGroup(org, groupId)})`,
    })
    .from(runtimeGroups)
    .leftJoin(drafts, and(eq(drafts.orgId, runtimeGroups.orgId), eq(drafts.groupId, runtimeGroups.id)))
    .leftJoin(
      liveVersions,
      and(eq(liveVersions.orgId, runtimeGroups.orgId), eq(liveVersions.groupId, runtimeGroups.id), eq(liveVersions.number, runtimeGroups.liveVersion)),
    )
    .leftJoin(
      baseVersions,
      and(eq(baseVersions.orgId, runtimeGroups.orgId), eq(baseVersions.groupId, runtimeGroups.id), eq(baseVersions.number, drafts.baseVersion)),
    )
    .where(and(eq(runtimeGroups.orgId, org.orgId), eq(runtimeGroups.id, groupId)))
    .get();
