import { and, asc, desc, eq, gt, isNull, type SQL, sql } from "drizzle-orm";
import { LONGEST_DAYS } from "../../server/domain/access-token";
import { DomainError } from "../../server/domain/errors";
import type { Database, Executor } from "../client";
import { accessTokens, members, orgs, serviceAccountGroupRoles, serviceAccounts, tokenRules, users } from "../schema/index";
import type { OrgDb } from "../scoped";

type TokenRow = typeof accessTokens.$inferSelect;

/** The longest that the org's tokens live, in days. */
const longestDays = sql<number>`coalesce(${tokenRules.longestDays}, ${sql.raw(String(LONGEST_DAYS))})`;

/** The token of this hash with its org and its owner as they are now; undefined: there is none, or its owner is gone. */
export const selectBearer = (db: Database, tokenHash: string) =>
  db.read
    .select({
      token: accessTokens,
      org: { id: orgs.id, slug: orgs.slug, name: orgs.name },
      user: { id: users.id, name: users.name, email: users.email },
      serviceAccount: { id: serviceAccounts.id, name: serviceAccounts.name },
      longestDays,
    })
    .from(accessTokens)
    .innerJoin(orgs, eq(orgs.id, accessTokens.orgId))
    .leftJoin(members, and(eq(members.orgId, accessTokens.orgId), eq(members.userId, accessTokens.userId)))
    .leftJoin(users, eq(users.id, members.userId))
    .leftJoin(serviceAccounts, and(eq(serviceAccounts.orgId, accessTokens.orgId), eq(serviceAccounts.id, accessTokens.serviceAccountId)))
    .leftJoin(tokenRules, eq(tokenRules.orgId, accessTokens.orgId))
    .where(eq(accessTokens.tokenHash, tokenHash))
    .get();

/** The service account's place in the org of this slug, with its role on the group where one is named and it has one; undefined: it is of no such org. */
export const selectServiceMembership = (db: Database, serviceAccountId: string, slug: string, groupId: string | null) =>
  db.read
    .select({ org: { id: orgs.id, slug: orgs.slug, name: orgs.name }, role: serviceAccounts.role, groupRole: serviceAccountGroupRoles.role })
    .from(serviceAccounts)
    .innerJoin(orgs, eq(orgs.id, serviceAccounts.orgId))
    .leftJoin(
      serviceAccountGroupRoles,
      and(
        eq(serviceAccountGroupRoles.orgId, serviceAccounts.orgId),
        eq(serviceAccountGroupRoles.serviceAccountId, serviceAccounts.id),
        eq(serviceAccountGroupRoles.groupId, groupId ?? ""),
      ),
    )
    .where(and(eq(serviceAccounts.id, serviceAccountId), eq(orgs.slug, slug)))
    .get();

const { id, userId, serviceAccountId, name, prefix, abilities, groupIds, expiresAt, lastUsedAt, revokedAt, createdAt, createdBy } = accessTokens;
const SHOWN = { id, userId, serviceAccountId, name, prefix, abilities, groupIds, expiresAt, lastUsedAt, revokedAt, createdAt, createdBy };

const selectShown = (org: OrgDb, which?: SQL) =>
  org.db.read
    .select({ ...SHOWN, ownerName: sql<string>`coalesce(${users.name}, ${serviceAccounts.name}, '')` })
    .from(accessTokens)
    .leftJoin(users, eq(users.id, accessTokens.userId))
    .leftJoin(serviceAccounts, and(eq(serviceAccounts.orgId, accessTokens.orgId), eq(serviceAccounts.id, accessTokens.serviceAccountId)))
    .where(and(eq(accessTokens.orgId, org.orgId), which))
    .orderBy(desc(accessTokens.createdAt), desc(sql`${accessTokens}.rowid`));

/** The org's newest tokens with their owners' names, newest first; of one member where it is named. Their hashes stay out. */
export const selectAccessTokens = (org: OrgDb, ofUser?: string) => selectShown(org, ofUser === undefined ? undefined : eq(userId, ofUser)).limit(1000);

/** All of the org's tokens that were not revoked and end after that time, newest first, however many there are. */
export const selectAccessTokensEndingAfter = (org: OrgDb, at: number) => selectShown(org, and(isNull(revokedAt), gt(expiresAt, at)));

/** One token of the org, or undefined. */
export const selectAccessToken = (tx: Executor, org: OrgDb, tokenId: string): Promise<TokenRow | undefined> =>
  tx
    .select()
    .from(accessTokens)
    .where(and(eq(accessTokens.orgId, org.orgId), eq(accessTokens.id, tokenId)))
    .get();

/** Adds a token; the row holds its hash alone. */
export const insertAccessToken = (tx: Executor, org: OrgDb, values: Omit<typeof accessTokens.$inferInsert, "orgId">) =>
  tx.insert(accessTokens).values({ ...values, orgId: org.orgId });

/** Notes the use, or the end, of a token. */
export const updateAccessToken = (tx: Executor, org: OrgDb, tokenId: string, values: Partial<Pick<TokenRow, "lastUsedAt" | "addresses" | "revokedAt">>) =>
  tx
    .update(accessTokens)
    .set(values)
    .where(and(eq(accessTokens.orgId, org.orgId), eq(accessTokens.id, tokenId), isNull(accessTokens.revokedAt)));

/** How long the org lets its tokens live, in days. */
export const selectLongestDays = async (org: OrgDb, executor: Executor = org.db.read): Promise<number> =>
  (await executor.select({ longestDays: tokenRules.longestDays }).from(tokenRules).where(eq(tokenRules.orgId, org.orgId)).get())?.longestDays ?? LONGEST_DAYS;

/** Sets how long the org lets its tokens live. */
export const upsertLongestDays = (tx: Executor, org: OrgDb, days: number) =>
  tx
    .insert(tokenRules)
    .values({ orgId: org.orgId, longestDays: days })
    .onConflictDoUpdate({ target: tokenRules.orgId, set: { longestDays: days } });

const ownAccount = (org: OrgDb, accountId: string) => and(eq(serviceAccounts.orgId, org.orgId), eq(serviceAccounts.id, accountId));

/** A name taken becomes a conflict on `name`; anything else passes on. */
function nameConflict(error: unknown): never {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause.message.includes("UNIQUE constraint failed: service_accounts.org_id, service_accounts.name"))
      throw new DomainError("conflict", "A service account of this name exists already; choose another name.", "name");
  }
  throw error;
}

/** The org's service accounts, by name. */
export const selectServiceAccounts = (org: OrgDb) =>
  org.db.read
    .select({
      id: serviceAccounts.id,
      name: serviceAccounts.name,
      role: serviceAccounts.role,
      createdAt: serviceAccounts.createdAt,
      createdBy: serviceAccounts.createdBy,
    })
    .from(serviceAccounts)
    .where(eq(serviceAccounts.orgId, org.orgId))
    .orderBy(asc(serviceAccounts.name))
    .limit(500);

/** The roles on single groups of the org's service accounts, or of one. */
export const selectServiceGroupRoles = (executor: Executor, org: OrgDb, accountId?: string) =>
  executor
    .select({ serviceAccountId: serviceAccountGroupRoles.serviceAccountId, groupId: serviceAccountGroupRoles.groupId, role: serviceAccountGroupRoles.role })
    .from(serviceAccountGroupRoles)
    .where(and(eq(serviceAccountGroupRoles.orgId, org.orgId), accountId === undefined ? undefined : eq(serviceAccountGroupRoles.serviceAccountId, accountId)));

/** One service account of the org, or undefined. */
export const selectServiceAccount = (tx: Executor, org: OrgDb, accountId: string) => tx.select().from(serviceAccounts).where(ownAccount(org, accountId)).get();

/** Adds a service account; throws `conflict` on `name`. */
export const insertServiceAccount = (tx: Executor, org: OrgDb, values: Omit<typeof serviceAccounts.$inferInsert, "orgId">) =>
  tx
    .insert(serviceAccounts)
    .values({ ...values, orgId: org.orgId })
    .catch(nameConflict);

/** Changes a service account's name and role; throws `conflict` on `name`. */
export const updateServiceAccount = (tx: Executor, org: OrgDb, accountId: string, values: Pick<typeof serviceAccounts.$inferInsert, "name" | "role">) =>
  tx.update(serviceAccounts).set(values).where(ownAccount(org, accountId)).catch(nameConflict);

/** Puts these roles on single groups in the place of those that the service account has. */
export async function replaceServiceGroupRoles(
  tx: Executor,
  org: OrgDb,
  serviceAccountId: string,
  roles: Pick<typeof serviceAccountGroupRoles.$inferInsert, "groupId" | "role">[],
) {
  await tx
    .delete(serviceAccountGroupRoles)
    .where(and(eq(serviceAccountGroupRoles.orgId, org.orgId), eq(serviceAccountGroupRoles.serviceAccountId, serviceAccountId)));
  if (roles.length > 0) await tx.insert(serviceAccountGroupRoles).values(roles.map((each) => ({ ...each, orgId: org.orgId, serviceAccountId })));
}

/** Removes a service account with its tokens. */
export const deleteServiceAccount = (tx: Executor, org: OrgDb, accountId: string) => tx.delete(serviceAccounts).where(ownAccount(org, accountId));
