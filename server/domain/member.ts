import { z } from "zod";
import { GROUP_ROLES, type GroupRole, ORG_ROLES, type OrgRole, roleName, takesGroupRoles } from "./ability";
import { Email } from "./sign-in";

const GroupRoleInput = z.object({ groupId: z.uuid(), role: z.enum(GROUP_ROLES) });

/** What a member is to be: the whole of it, so that a role on a group that is not named is taken away. */
export const MemberRoles = z
  .object({ role: z.enum(ORG_ROLES, "Choose a role."), groupRoles: z.array(GroupRoleInput).max(500, "At most 500 groups.").default([]) })
  .refine(({ role, groupRoles }) => takesGroupRoles(role) || groupRoles.length === 0, {
    path: ["groupRoles"],
    message: "Owners and Admins are never restricted: give them no role on single groups.",
  })
  .refine(({ groupRoles }) => new Set(groupRoles.map((each) => each.groupId)).size === groupRoles.length, {
    path: ["groupRoles"],
    message: "Give one role on each group.",
  });
export type MemberRoles = z.infer<typeof MemberRoles>;

/** Whom an invitation is for; the address comes out in lower case. */
export const InvitedEmail = z.object({ email: Email });

/** How long an invitation is good. */
export const INVITATION_DAYS = 7;

/** Roles as people read them: "Viewer, Deployer in edge". */
export const rolesText = (role: OrgRole, groupRoles: readonly { role: GroupRole; groupName: string }[]): string =>
  [roleName(role), ...groupRoles.map((each) => `${roleName(each.role)} in ${each.groupName}`)].join(", ");

/** The mail that carries an invitation's link. */
export const invitationMail = (given: { orgName: string; invitedBy: string; roles: string; link: string }) => ({
  // Names come from people: what breaks a line has no place in a subject.
  subject: `Join ${given.orgName} on Signalbox`.replace(/\s+/g, " "),
  text: [
    `${given.invitedBy} invites you to ${given.orgName} on Signalbox, as ${given.roles}.`,
    "",
    "Open this link to join:",
    given.link,
    "",
    `It is good for ${INVITATION_DAYS} days and works once. If you expected no invitation, do nothing.`,
    "",
  ].join("\n"),
});

/** The mail that tells a member that its sessions were ended. */
export const sessionsEndedMail = (given: { orgName: string; endedBy: string }) => ({
  subject: "You were signed out of Signalbox",
  text: [
    `${given.endedBy} of ${given.orgName} ended all your sessions: every browser must sign in again.`,
    "",
    "Your password and your access tokens are as they were. If somebody else may have used your account, change the one and revoke the others.",
    "",
  ].join("\n"),
});
