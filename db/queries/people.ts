import { and, asc, count, eq, gt, isNull, sql } from "drizzle-orm";
import type { Database, Executor } from "../client";
import { members, orgs, runtimeGroups, setupLinks, signInFailures, signingKeys, users } from "../schema/index";

/** How many people there are; none means that the set-up is still to be done. */
export const countUsers = async (executor: Executor): Promise<number> => (await executor.select({ n: count() }).from(users).get())?.n ?? 0;

/** The person of this lower-case address. */
export const selectUserByEmail = (db: Database, email: string) => db.read.select().from(users).where(eq(users.email, email)).get();

/** The person of this id. */
export const selectUserById = (db: Database, id: string) => db.read.select().from(users).where(eq(users.id, id)).get();

/** The user's orgs with the role in each, by name. */
export const selectMemberships = (db: Database, userId: string, slug?: string) =>
  db.read
    .select({ org: { id: orgs.id, slug: orgs.slug, name: orgs.name }, role: members.role })
    .from(members)
    .innerJoin(orgs, eq(orgs.id, members.orgId))
    .where(and(eq(members.userId, userId), slug === undefined ? undefined : eq(orgs.slug, slug)))
    .orderBy(asc(orgs.name));

const isGoodLink = (tokenHash: string, now: number) =>
  and(eq(setupLinks.tokenHash, tokenHash), isNull(setupLinks.usedAt), gt(setupLinks.expiresAt, now));

/** Puts a new set-up link in the place of every unused one. */
export async function replaceSetupLinks(tx: Executor, link: typeof setupLinks.$inferInsert): Promise<void> {
  await tx.delete(setupLinks).where(isNull(setupLinks.usedAt));
  await tx.insert(setupLinks).values(link);
}

/** Whether the link is good now; `useSetupLink` alone decides. */
export const isSetupLinkGood = async (db: Database, tokenHash: string, now: number): Promise<boolean> =>
  (await db.read.select().from(setupLinks).where(isGoodLink(tokenHash, now)).get()) !== undefined;

/** Marks the link used and says whether it was good until now; two callers never both get true. */
export async function useSetupLink(tx: Executor, tokenHash: string, now: number): Promise<boolean> {
  const used = await tx
    .update(setupLinks)
    .set({ usedAt: now })
    .where(isGoodLink(tokenHash, now))
    .returning({ tokenHash: setupLinks.tokenHash });
  return used.length === 1;
}

interface FirstOrg {
  user: typeof users.$inferInsert;
  org: typeof orgs.$inferInsert;
  groupId: string;
  signingKey: Omit<typeof signingKeys.$inferInsert, "orgId" | "createdAt">;
  now: number;
}

/** Adds a user, an org that it owns, the org's group `default` and its signing key. */
export async function insertFirstOrg(tx: Executor, { user, org, groupId, signingKey, now }: FirstOrg): Promise<void> {
  await tx.insert(users).values(user);
  await tx.insert(orgs).values(org);
  await tx.insert(members).values({ orgId: org.id, userId: user.id, role: "owner", createdAt: now });
  await tx.insert(runtimeGroups).values({ id: groupId, orgId: org.id, name: "default", createdAt: now, updatedAt: now });
  await tx.insert(signingKeys).values({ ...signingKey, orgId: org.id, createdAt: now });
}

/** The failed tries of an account or address; read it in the transaction that changes it. */
export const selectSignInFailures = (tx: Executor, subject: string) =>
  tx.select().from(signInFailures).where(eq(signInFailures.subject, subject)).get();

/** Puts the row in the place of the subject's earlier one. */
export async function upsertSignInFailures(tx: Executor, row: typeof signInFailures.$inferInsert): Promise<void> {
  await tx.insert(signInFailures).values(row).onConflictDoUpdate({ target: signInFailures.subject, set: row });
}

/** Forgets the subject's failed tries. */
export const deleteSignInFailures = (tx: Executor, subject: string) => tx.delete(signInFailures).where(eq(signInFailures.subject, subject));

/** Ends every session of the user: each carries the epoch it was made in. */
export const raiseSessionEpoch = (tx: Executor, userId: string) =>
  tx.update(users).set({ sessionEpoch: sql`${users.sessionEpoch} + 1` }).where(eq(users.id, userId));
