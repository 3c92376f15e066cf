import { and, asc, count, eq, gt, inArray, ne } from "drizzle-orm";
import type { MemberRoles } from "../../server/domain/member";
import type { Database, Executor } from "../client";
import { invitationGroupRoles, invitations, memberGroupRoles, members, orgs, runtimeGroups, secondFactors, users } from "../schema/index";
import type { OrgDb } from "../scoped";

const ofOrg = (org: OrgDb, userId: string) => and(eq(members.orgId, org.orgId), eq(members.userId, userId));

/** The org's members, by name, with how and when each signs in. */
export const selectMembers = (org: OrgDb) =>
  org.db.read
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      role: members.role,
      createdAt: members.createdAt,
      lastSignInAt: users.lastSignInAt,
      secondFactorSince: secondFactors.confirmedAt,
    })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .leftJoin(secondFactors, eq(secondFactors.userId, members.userId))
    .where(eq(members.orgId, org.orgId))
    .orderBy(asc(users.name), asc(users.email));

/** One member with its role, or undefined. */
export const selectMember = (tx: Executor, org: OrgDb, userId: string) =>
  tx
    .select({ id: users.id, name: users.name, email: users.email, role: members.role })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(ofOrg(org, userId))
    .get();

/** Whether a person of this address is a member. */
export const isMemberEmail = async (tx: Executor, org: OrgDb, email: string): Promise<boolean> =>
  (await tx
    .select({ id: users.id })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.orgId, org.orgId), eq(users.email, email)))
    .get()) !== undefined;

/** How many Owners the org has beside this member. */
export const countOtherOwners = async (tx: Executor, org: OrgDb, userId: string): Promise<number> =>
  (
    await tx
      .select({ n: count() })
      .from(members)
      .where(and(eq(members.orgId, org.orgId), eq(members.role, "owner"), ne(members.userId, userId)))
      .get()
  )?.n ?? 0;

/** Puts these roles in the place of all that the member had. The groups must be the org's. */
export async function updateMemberRoles(tx: Executor, org: OrgDb, userId: string, { role, groupRoles }: MemberRoles): Promise<void> {
  await tx.update(members).set({ role }).where(ofOrg(org, userId));
  await tx.delete(memberGroupRoles).where(and(eq(memberGroupRoles.orgId, org.orgId), eq(memberGroupRoles.userId, userId)));
  if (groupRoles.length > 0) await tx.insert(memberGroupRoles).values(groupRoles.map((each) => ({ ...each, orgId: org.orgId, userId })));
}

/** Takes the membership away, and the roles on groups with it. */
export const deleteMember = (tx: Executor, org: OrgDb, userId: string) => tx.delete(members).where(ofOrg(org, userId));

/** The roles on groups of all members, or of one, with the names of the groups, by these. */
export const selectMemberGroupRoles = (executor: Executor, org: OrgDb, userId?: string) =>
  executor
    .select({ userId: memberGroupRoles.userId, groupId: memberGroupRoles.groupId, role: memberGroupRoles.role, groupName: runtimeGroups.name })
    .from(memberGroupRoles)
    .innerJoin(runtimeGroups, and(eq(runtimeGroups.orgId, memberGroupRoles.orgId), eq(runtimeGroups.id, memberGroupRoles.groupId)))
    .where(and(eq(memberGroupRoles.orgId, org.orgId), userId === undefined ? undefined : eq(memberGroupRoles.userId, userId)))
    .orderBy(asc(runtimeGroups.name));

/** The names of those of the groups that the org has. */
export const selectGroupNames = async (tx: Executor, org: OrgDb, ids: string[]): Promise<Map<string, string>> => {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select({ id: runtimeGroups.id, name: runtimeGroups.name })
    .from(runtimeGroups)
    .where(and(eq(runtimeGroups.orgId, org.orgId), inArray(runtimeGroups.id, ids)));
  return new Map(rows.map((row) => [row.id, row.name]));
};

/** Whether somebody of this address is invited by any org. */
export const isInvited = async (executor: Executor, email: string, now: number): Promise<boolean> =>
  (await executor
    .select({ id: invitations.id })
    .from(invitations)
    .where(and(eq(invitations.email, email), gt(invitations.expiresAt, now)))
    .get()) !== undefined;

type NewInvitation = Omit<typeof invitations.$inferInsert, "orgId">;

/** Adds an invitation with its roles on groups, which must be the org's. */
export async function insertInvitation(tx: Executor, org: OrgDb, invitation: NewInvitation, groupRoles: MemberRoles["groupRoles"]): Promise<void> {
  await tx.insert(invitations).values({ ...invitation, orgId: org.orgId });
  const rows = groupRoles.map((each) => ({ ...each, orgId: org.orgId, invitationId: invitation.id }));
  if (rows.length > 0) await tx.insert(invitationGroupRoles).values(rows);
}

/** The org's invitations that nobody used yet, those out of date too, newest last; without their hashes. */
export const selectInvitations = (executor: Executor, org: OrgDb) => {
  const { id, email, role, createdBy, createdAt, expiresAt } = invitations;
  return executor
    .select({ id, email, role, createdBy, createdAt, expiresAt })
    .from(invitations)
    .where(eq(invitations.orgId, org.orgId))
    .orderBy(asc(createdAt), asc(email));
};

/** The roles on groups of all invitations, or of one, with the names of the groups, by these. */
export const selectInvitationGroupRoles = (executor: Executor, org: OrgDb, invitationId?: string) =>
  executor
    .select({
      invitationId: invitationGroupRoles.invitationId,
      groupId: invitationGroupRoles.groupId,
      role: invitationGroupRoles.role,
      groupName: runtimeGroups.name,
    })
    .from(invitationGroupRoles)
    .innerJoin(runtimeGroups, and(eq(runtimeGroups.orgId, invitationGroupRoles.orgId), eq(runtimeGroups.id, invitationGroupRoles.groupId)))
    .where(and(eq(invitationGroupRoles.orgId, org.orgId), invitationId === undefined ? undefined : eq(invitationGroupRoles.invitationId, invitationId)))
    .orderBy(asc(runtimeGroups.name));

const ownInvitation = (org: OrgDb, id: string) => and(eq(invitations.orgId, org.orgId), eq(invitations.id, id));

/** Gives the invitation another token, which ends the earlier one. */
export const updateInvitation = (tx: Executor, org: OrgDb, id: string, values: Pick<NewInvitation, "tokenHash" | "createdBy" | "expiresAt">) =>
  tx.update(invitations).set(values).where(ownInvitation(org, id));

/** Removes the invitation, so that its link is good for nothing; its roles on groups go with it. */
export const deleteInvitation = (tx: Executor, org: OrgDb, id: string) => tx.delete(invitations).where(ownInvitation(org, id));

/** The invitation of this token with its org, while it is good; before a tenant is proven, since the token is the proof. */
export const selectGoodInvitation = (executor: Database["read"], tokenHash: string, now: number) =>
  executor
    .select({
      id: invitations.id,
      email: invitations.email,
      role: invitations.role,
      createdBy: invitations.createdBy,
      org: { id: orgs.id, slug: orgs.slug, name: orgs.name },
    })
    .from(invitations)
    .innerJoin(orgs, eq(orgs.id, invitations.orgId))
    .where(and(eq(invitations.tokenHash, tokenHash), gt(invitations.expiresAt, now)))
    .get();

/** Adds a member with its roles on groups, which must be the org's; one that is a member keeps what it is. */
export async function insertMember(tx: Executor, org: OrgDb, userId: string, { role, groupRoles }: MemberRoles, createdAt: number): Promise<void> {
  const added = await tx.insert(members).values({ orgId: org.orgId, userId, role, createdAt }).onConflictDoNothing().returning({ id: members.userId });
  if (added.length > 0 && groupRoles.length > 0) await tx.insert(memberGroupRoles).values(groupRoles.map((each) => ({ ...each, orgId: org.orgId, userId })));
}
