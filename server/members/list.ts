import { selectInvitationGroupRoles, selectInvitations, selectMemberGroupRoles, selectMembers } from "../../db/queries/members";
import type { OrgContext } from "../trpc/init";

/** The org's members by name, each with its roles on groups; `signIn`, which is for who manages members, has null for everybody else. */
export async function listMembers({ org, user, refusal }: OrgContext) {
  const [members, groupRoles] = await Promise.all([selectMembers(org), selectMemberGroupRoles(org.db.read, org)]);
  const isTold = refusal("member.write") === undefined;
  return members.map(({ lastSignInAt, secondFactorSince, ...member }) => ({
    ...member,
    isYou: member.id === user.id,
    signIn: isTold ? { lastAt: lastSignInAt, hasSecondFactor: secondFactorSince !== null } : null,
    groupRoles: groupRoles.filter((each) => each.userId === member.id),
  }));
}

/** The invitations that nobody used yet, oldest first, each with the roles it gives; never their links. */
export async function listInvitations({ deps, org }: OrgContext) {
  const [invitations, groupRoles] = await Promise.all([selectInvitations(org.db.read, org), selectInvitationGroupRoles(org.db.read, org)]);
  const now = deps.now();
  return invitations.map((invitation) => ({
    ...invitation,
    isExpired: invitation.expiresAt <= now,
    groupRoles: groupRoles.filter((each) => each.invitationId === invitation.id),
  }));
}
