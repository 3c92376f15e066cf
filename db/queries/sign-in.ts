import { and, eq, gt, isNotNull, lt, lte, or } from "drizzle-orm";
import { NO_RULES, type SignInRules } from "../../server/domain/sign-in-rules";
import type { Database, Executor } from "../client";
import { orgs, recoveryCodes, refusedTries, resetLinks, secondFactors, sessions, signInRules, users } from "../schema/index";
import type { OrgDb } from "../scoped";

type Refused = typeof refusedTries.$inferSelect;

/** Counts a refused try that the audit trail does not tell yet. */
export async function upsertRefusedTry(tx: Executor, refused: Omit<Refused, "count">): Promise<void> {
  const earlier = await tx.select().from(refusedTries).where(eq(refusedTries.subject, refused.subject)).get();
  const row = { ...refused, firstAt: earlier?.firstAt ?? refused.firstAt, count: (earlier?.count ?? 0) + 1 };
  await tx.insert(refusedTries).values(row).onConflictDoUpdate({ target: refusedTries.subject, set: row });
}

/** Takes out the refused tries whose first one was before then, each with whom it named; `person` null: nobody. */
export async function takeRefusedTries(tx: Executor, before: number) {
  const rows = await tx
    .select({ refused: refusedTries, person: { id: users.id, email: users.email } })
    .from(refusedTries)
    .leftJoin(users, eq(users.id, refusedTries.userId))
    .where(lte(refusedTries.firstAt, before));
  await tx.delete(refusedTries).where(lte(refusedTries.firstAt, before));
  return rows;
}

/** Adds a reset link, and forgets those that are out of date. */
export async function insertResetLink(tx: Executor, link: typeof resetLinks.$inferInsert, now: number): Promise<void> {
  await tx.delete(resetLinks).where(lte(resetLinks.expiresAt, now));
  await tx.insert(resetLinks).values(link);
}

/** The person of this reset link while it is good. */
export const selectResetLink = (executor: Executor, tokenHash: string, now: number) =>
  executor
    .select({ id: users.id, name: users.name, email: users.email, removesSecondFactor: resetLinks.removesSecondFactor })
    .from(resetLinks)
    .innerJoin(users, eq(users.id, resetLinks.userId))
    .where(and(eq(resetLinks.tokenHash, tokenHash), gt(resetLinks.expiresAt, now)))
    .get();

/** Ends every reset link of the person. */
export const deleteResetLinks = (tx: Executor, userId: string) => tx.delete(resetLinks).where(eq(resetLinks.userId, userId));

/** The person's second factor, confirmed or not yet. */
export const selectSecondFactor = (executor: Executor, userId: string) => executor.select().from(secondFactors).where(eq(secondFactors.userId, userId)).get();

/** Whether the person has a second factor that is asked for. */
export const hasSecondFactor = async (executor: Executor, userId: string): Promise<boolean> =>
  (await selectSecondFactor(executor, userId))?.confirmedAt != null;

/** Puts this second factor in the place of the person's earlier one. */
export async function upsertSecondFactor(tx: Executor, row: typeof secondFactors.$inferInsert): Promise<void> {
  await tx.insert(secondFactors).values(row).onConflictDoUpdate({ target: secondFactors.userId, set: row });
}

/** Notes that the code of this time step was used, and says whether it is newer than every one before: two callers never both get true. */
export async function useStep(tx: Executor, userId: string, step: number): Promise<boolean> {
  const newer = and(eq(secondFactors.userId, userId), lt(secondFactors.usedStep, step));
  return (await tx.update(secondFactors).set({ usedStep: step }).where(newer).returning({ userId: secondFactors.userId })).length === 1;
}

/** Takes the second factor away, and its recovery codes. */
export async function deleteSecondFactor(tx: Executor, userId: string): Promise<void> {
  await tx.delete(secondFactors).where(eq(secondFactors.userId, userId));
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
}

/** Puts these in the place of all recovery codes of the person. */
export async function replaceRecoveryCodes(tx: Executor, userId: string, hashes: string[]): Promise<void> {
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  await tx.insert(recoveryCodes).values(hashes.map((codeHash) => ({ userId, codeHash })));
}

/** Uses a recovery code up and says whether there was one; two callers never both get true. */
export async function useRecoveryCode(tx: Executor, userId: string, codeHash: string): Promise<boolean> {
  const used = and(eq(recoveryCodes.userId, userId), eq(recoveryCodes.codeHash, codeHash));
  return (await tx.delete(recoveryCodes).where(used).returning({ userId: recoveryCodes.userId })).length === 1;
}

/** How many recovery codes the person has left. */
export const countRecoveryCodes = async (executor: Executor, userId: string): Promise<number> =>
  (await executor.select().from(recoveryCodes).where(eq(recoveryCodes.userId, userId))).length;

/** The person of a session that still owes the second factor. */
export const selectSessionDue = (executor: Executor, sessionId: string, now: number) =>
  executor
    .select({ id: users.id, name: users.name, email: users.email, method: sessions.method })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.id, sessionId), gt(sessions.expiresAt, now), eq(sessions.secondFactor, "due")))
    .get();

/** Notes that this session has shown the second factor. One that owed it has another id and end from then on. */
export const updateSessionShown = (tx: Executor, sessionId: string, renewed: { id?: string; expiresAt?: number } = {}) =>
  tx
    .update(sessions)
    .set({ ...renewed, secondFactor: "shown" })
    .where(eq(sessions.id, sessionId));

/** How the org's members sign in. */
export async function selectSignInRules(executor: Executor, { orgId }: Pick<OrgDb, "orgId">): Promise<SignInRules> {
  const row = await executor.select().from(signInRules).where(eq(signInRules.orgId, orgId)).get();
  if (!row) return NO_RULES;
  const { orgId: _, ...rules } = row;
  return rules;
}

/** Puts these rules in the place of the org's earlier ones. */
export async function upsertSignInRules(tx: Executor, { orgId }: OrgDb, rules: SignInRules): Promise<void> {
  await tx
    .insert(signInRules)
    .values({ ...rules, orgId })
    .onConflictDoUpdate({ target: signInRules.orgId, set: rules });
}

/** Every org that gives roles by the provider's word, with its rules; of all tenants, since who signs in names none. */
export async function selectMappingOrgs(db: Pick<Database, "read">) {
  const rows = await db.read
    .select({ rules: signInRules, name: orgs.name })
    .from(signInRules)
    .innerJoin(orgs, eq(orgs.id, signInRules.orgId))
    .where(or(isNotNull(signInRules.claimName), isNotNull(signInRules.defaultRole)));
  return rows.map(({ rules: { orgId, ...rules }, name }) => ({ orgId, name, rules }));
}
