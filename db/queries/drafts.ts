import { and, asc, eq, gt } from "drizzle-orm";
import type { Executor } from "../client";
import { drafts, draftSteps } from "../schema/index";
import type { OrgDb } from "../scoped";

type DraftRow = typeof drafts.$inferSelect;
type StepRow = typeof draftSteps.$inferSelect;

const ofGroup = (org: OrgDb, groupId: string) => and(eq(drafts.orgId, org.orgId), eq(drafts.groupId, groupId));
const stepsOfGroup = (org: OrgDb, groupId: string) => and(eq(draftSteps.orgId, org.orgId), eq(draftSteps.groupId, groupId));

/** The group's draft, or undefined: it is what is live. */
export const selectDraft = (org: OrgDb, groupId: string, executor: Executor = org.db.read) => executor.select().from(drafts).where(ofGroup(org, groupId)).get();

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

/** The revisions of the steps of the group's draft, in order, without what they changed. */
export const selectDraftStepHeads = (org: OrgDb, groupId: string, executor: Executor = org.db.read) =>
  executor.select({ revision: draftSteps.revision }).from(draftSteps).where(stepsOfGroup(org, groupId)).orderBy(asc(draftSteps.revision));
