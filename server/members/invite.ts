import { randomUUID } from "node:crypto";
import type { Executor } from "../../db/client";
import { insertAudit } from "../../db/queries/audit";
import { deleteInvitation, insertInvitation, isMemberEmail, selectInvitationGroupRoles, selectInvitations, updateInvitation } from "../../db/queries/members";
import { selectSignInRules } from "../../db/queries/sign-in";
import type { OrgDb } from "../../db/scoped";
import { hashToken, newToken } from "../auth/token-hash";
import { errorNames } from "../domain/error-names";
import { DomainError } from "../domain/errors";
import { INVITATION_DAYS, invitationMail, type MemberRoles, rolesText } from "../domain/member";
import { isOfDomains } from "../domain/sign-in-rules";
import type { OrgContext } from "../trpc/init";
import { describeRoles, requireRights } from "./rights";

const MOST_INVITATIONS = 500;
const DAY_MS = 24 * 3600_000;

/** A link that was just made: it is in this answer and nowhere else. `mail`: whether it was sent by mail; none where no mail is set up. */
export interface SentInvitation {
  email: string;
  link: string;
  expiresAt: number;
  mail: "sent" | "failed" | "none";
}

/** The token is in the fragment, which browsers send to no server, so that it stands in no log. */
const linkOf = ({ deps }: OrgContext, token: string) => `${deps.env.url}/invite#token=${token}`;

/** Sends the link where mail is set up. It is made by now, and can be copied: that it could not be sent fails nothing. */
async function mailLink({ deps, user, membership }: OrgContext, email: string, roles: string, link: string): Promise<SentInvitation["mail"]> {
  if (!deps.sendMail) return "none";
  try {
    await deps.sendMail({ to: email, ...invitationMail({ orgName: membership.org.name, invitedBy: user.name, roles, link }) });
    return "sent";
  } catch (error) {
    console.error(`mail of an invitation: ${errorNames(error)}`);
    return "failed";
  }
}

/** Throws `conflict` on `email` for an address of a domain that the org does not take. */
async function requireDomain(tx: Executor, org: OrgDb, email: string): Promise<void> {
  const { domains } = await selectSignInRules(tx, org);
  if (!isOfDomains(email, domains))
    throw new DomainError("conflict", `Only people of ${domains.join(", ")} are invited here: an Owner can add a domain at Settings, Sign-in.`, "email");
}

/**
 * Invites the person of this address: a link that is good once, for seven days. Throws `conflict` on `email` for a member, for who is
 * invited already and for an address of a domain that the org does not take, `forbidden` where an Owner is to be made and the caller is none, and `invalid` on `groupRoles`.
 */
export async function inviteMember(ctx: OrgContext, email: string, roles: MemberRoles): Promise<SentInvitation> {
  const { deps, org, user, by } = ctx;
  const token = newToken("sbm");
  const at = deps.now();
  const expiresAt = at + INVITATION_DAYS * DAY_MS;
  const text = await org.db.write(async (tx) => {
    await requireRights(tx, ctx, roles.role);
    await requireDomain(tx, org, email);
    if (await isMemberEmail(tx, org, email)) throw new DomainError("conflict", "This person is a member already.", "email");
    const pending = await selectInvitations(tx, org);
    if (pending.some((each) => each.email === email))
      throw new DomainError("conflict", "This address is invited already: make a new link in the list, or revoke the invitation first.", "email");
    if (pending.length >= MOST_INVITATIONS) throw new DomainError("limit", `There are ${MOST_INVITATIONS} invitations. Revoke those that nobody will use.`);
    const described = await describeRoles(tx, ctx, roles);
    const row = { id: randomUUID(), email, role: roles.role, tokenHash: hashToken(token), createdBy: user.name, createdAt: at, expiresAt };
    await insertInvitation(tx, org, row, roles.groupRoles);
    const after = { roles: described, expiresAt };
    await insertAudit(tx, org, { id: randomUUID(), at, ...by, action: "member.invite", target: `${email} as ${described}`, after });
    return described;
  });
  const link = linkOf(ctx, token);
  return { email, link, expiresAt, mail: await mailLink(ctx, email, text, link) };
}

/** The invitation, where the caller may give what it gives: who has its link can join by it. Throws `not_found` and `forbidden`. */
async function requireInvitation(tx: Executor, ctx: OrgContext, id: string) {
  const invitation = (await selectInvitations(tx, ctx.org)).find((each) => each.id === id);
  if (!invitation) throw new DomainError("not_found", "No such invitation: it was used or revoked.");
  await requireRights(tx, ctx, invitation.role);
  return invitation;
}

/** Makes a new link for the invitation, good for another seven days; the earlier one is good for nothing from now on. Throws `not_found`, `forbidden` and `conflict`. */
export async function resendInvitation(ctx: OrgContext, id: string): Promise<SentInvitation> {
  const { deps, org, user, by } = ctx;
  const token = newToken("sbm");
  const at = deps.now();
  const expiresAt = at + INVITATION_DAYS * DAY_MS;
  const { email, roles } = await org.db.write(async (tx) => {
    const invitation = await requireInvitation(tx, ctx, id);
    await requireDomain(tx, org, invitation.email);
    await updateInvitation(tx, org, id, { tokenHash: hashToken(token), createdBy: user.name, expiresAt });
    const change = { before: { expiresAt: invitation.expiresAt }, after: { expiresAt } };
    await insertAudit(tx, org, { id: randomUUID(), at, ...by, action: "member.resendInvitation", target: invitation.email, ...change });
    return { email: invitation.email, roles: rolesText(invitation.role, await selectInvitationGroupRoles(tx, org, id)) };
  });
  const link = linkOf(ctx, token);
  return { email, link, expiresAt, mail: await mailLink(ctx, email, roles, link) };
}

/** Takes an invitation back: its link is good for nothing from now on. Throws `not_found` and `forbidden`. */
export async function revokeInvitation(ctx: OrgContext, id: string): Promise<void> {
  const { deps, org, by } = ctx;
  await org.db.write(async (tx) => {
    const { email, role, expiresAt } = await requireInvitation(tx, ctx, id);
    const before = { roles: rolesText(role, await selectInvitationGroupRoles(tx, org, id)), expiresAt };
    await deleteInvitation(tx, org, id);
    await insertAudit(tx, org, { id: randomUUID(), at: deps.now(), ...by, action: "member.revokeInvitation", target: email, before });
  });
}
