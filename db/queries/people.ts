import { and, asc, count, eq, gt, isNull, like, lt, or } from "drizzle-orm";
import { slugOf } from "../../server/domain/sign-in";
import type { Database, Executor } from "../client";
import { memberGroupRoles, members, orgs, runtimeGroups, setupLinks, signInFailures, signInRules, signingKeys, users } from "../schema/index";
import type { OrgDb } from "../scoped";

/** How many people there are; none means that the set-up is still to be done. */
export const countUsers = async (executor: Executor): Promise<number> => (await executor.select({ n: count() }).from(users).get())?.n ?? 0;

/** The person of this lower-case address. */
export const selectUserByEmail = ({ read }: Pick<Database, "read">, email: string) => read.select().from(users).where(eq(users.email, email)).get();

/** Changes a person's own fields, or notes when it signed in. */
export const updateUser = (tx: Executor, id: string, values: Partial<Pick<typeof users.$inferInsert, "name" | "passwordHash" | "lastSignInAt">>) =>
  tx.update(users).set(values).where(eq(users.id, id));

/** Puts a hash of the same password in the place of this one, unless it is another by now. */
export const replacePasswordHash = (tx: Executor, id: string, hash: string, renewed: string) =>
  tx
    .update(users)
    .set({ passwordHash: renewed })
    .where(and(eq(users.id, id), eq(users.passwordHash, hash)));

/** The org's slug and name. */
export const selectOrg = async ({ db, orgId }: OrgDb): Promise<{ slug: string; name: string }> =>
  (await db.read.select({ slug: orgs.slug, name: orgs.name }).from(orgs).where(eq(orgs.id, orgId)).get()) ?? { slug: "", name: "" };

/** Every org there is: for work of the background alone. */
export const selectOrgIds = async (db: Database): Promise<string[]> =>
  (await db.read.select({ id: orgs.id }).from(orgs).orderBy(asc(orgs.id))).map(({ id }) => id);

/** The user's orgs with the role in each, by name. */
export const selectMemberships = ({ read }: Pick<Database, "read">, userId: string) =>
  read
    .select({ org: { id: orgs.id, slug: orgs.slug, name: orgs.name }, role: members.role })
    .from(members)
    .innerJoin(orgs, eq(orgs.id, members.orgId))
    .where(eq(members.userId, userId))
    .orderBy(asc(orgs.name));

/** The user's membership in the org of this slug, with its role on the group where one is named and it has one, and what the org asks of a session; undefined: it is no member. */
export const selectMembership = (db: Database, userId: string, slug: string, groupId: string | null) =>
  db.read
    .select({
      org: { id: orgs.id, slug: orgs.slug, name: orgs.name },
      role: members.role,
      groupRole: memberGroupRoles.role,
      needsSecondFactor: signInRules.needsSecondFactor,
      isSsoOnly: signInRules.isSsoOnly,
    })
    .from(members)
    .innerJoin(orgs, eq(orgs.id, members.orgId))
    .leftJoin(signInRules, eq(signInRules.orgId, members.orgId))
    .leftJoin(
      memberGroupRoles,
      and(eq(memberGroupRoles.orgId, members.orgId), eq(memberGroupRoles.userId, members.userId), eq(memberGroupRoles.groupId, groupId ?? "")),
    )
    .where(and(eq(members.userId, userId), eq(orgs.slug, slug)))
    .get();

/** The roles on single groups of one member, or of all. */
export const selectGroupRoles = (org: OrgDb, userId?: string) =>
  org.db.read
    .select({ userId: memberGroupRoles.userId, groupId: memberGroupRoles.groupId, role: memberGroupRoles.role })
    .from(memberGroupRoles)
    .where(and(eq(memberGroupRoles.orgId, org.orgId), userId === undefined ? undefined : eq(memberGroupRoles.userId, userId)));

const isGoodLink = (tokenHash: string, now: number) => and(eq(setupLinks.tokenHash, tokenHash), isNull(setupLinks.usedAt), gt(setupLinks.expiresAt, now));

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
  const used = await tx.update(setupLinks).set({ usedAt: now }).where(isGoodLink(tokenHash, now)).returning({ tokenHash: setupLinks.tokenHash });
  return used.length === 1;
}

/** Adds a user. */
export const insertUser = (tx: Executor, user: typeof users.$inferInsert) => tx.insert(users).values(user);

interface NewOrg {
  org: { id: string; name: string };
  ownerId: string;
  groupId: string;
  signingKey: Omit<typeof signingKeys.$inferInsert, "orgId" | "createdAt">;
  now: number;
}

/** The slug itself, or, where an org has it, the slug with the first number behind it that is free. */
async function selectFreeSlug(tx: Executor, slug: string): Promise<string> {
  const rows = await tx
    .select({ slug: orgs.slug })
    .from(orgs)
    .where(or(eq(orgs.slug, slug), like(orgs.slug, `${slug}-%`)));
  const taken = new Set(rows.map((row) => row.slug));
  let free = slug;
  for (let number = 2; taken.has(free); number += 1) free = `${slug}-${number}`;
  return free;
}

/** Adds an org with its owner, the group `default` and a signing key. Returns the slug, which no other org has. */
export async function insertOrg(tx: Executor, { org, ownerId, groupId, signingKey, now }: NewOrg): Promise<string> {
  const slug = await selectFreeSlug(tx, slugOf(org.name));
  await tx.insert(orgs).values({ ...org, slug, createdAt: now });
  await tx.insert(members).values({ orgId: org.id, userId: ownerId, role: "owner", createdAt: now });
  await tx.insert(runtimeGroups).values({ id: groupId, orgId: org.id, name: "default", createdAt: now, updatedAt: now });
  await tx.insert(signingKeys).values({ ...signingKey, orgId: org.id, createdAt: now });
  return slug;
}

/** Changes the org's name; its slug stays, since it stands in URLs. */
export const updateOrgName = (tx: Executor, org: OrgDb, name: string) => tx.update(orgs).set({ name }).where(eq(orgs.id, org.orgId));

/** The failed tries of an account or address; read it in the transaction that changes it. */
export const selectSignInFailures = (tx: Executor, subject: string) => tx.select().from(signInFailures).where(eq(signInFailures.subject, subject)).get();

/** Puts the row in the place of the subject's earlier one. */
export async function upsertSignInFailures(tx: Executor, row: typeof signInFailures.$inferInsert): Promise<void> {
  await tx.insert(signInFailures).values(row).onConflictDoUpdate({ target: signInFailures.subject, set: row });
}

/** Forgets the subject's failed tries. */
export const deleteSignInFailures = (tx: Executor, subject: string) => tx.delete(signInFailures).where(eq(signInFailures.subject, subject));

/** Forgets the failed tries of every subject that has made none since. */
export const deleteSignInFailuresBefore = (tx: Executor, before: number) => tx.delete(signInFailures).where(lt(signInFailures.updatedAt, before));
