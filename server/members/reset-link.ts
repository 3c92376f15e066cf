import { randomUUID } from "node:crypto";
import { insertAudit } from "../../db/queries/audit";
import { selectMemberships } from "../../db/queries/people";
import { addResetLink } from "../auth/password-reset";
import { can } from "../domain/ability";
import { DomainError } from "../domain/errors";
import type { OrgContext } from "../trpc/init";
import { requireMember, requireRights } from "./rights";

/** A link that was just made: it is in this answer and nowhere else. */
export interface MadeResetLink {
  email: string;
  link: string;
  expiresAt: number;
}

/**
 * Makes a link by which the member sets a new password. An account is of no org, so that this takes the right to change this member in each
 * org that it belongs to: nobody comes by it into an org that is not theirs to manage. Throws `not_found` and `forbidden`.
 */
export async function makeResetLink(ctx: OrgContext, userId: string): Promise<MadeResetLink> {
  const { deps, org, user, by } = ctx;
  return org.db.write(async (tx) => {
    const member = await requireMember(tx, ctx, userId);
    await requireRights(tx, ctx, member.role);
    const own = new Map((await selectMemberships({ read: tx }, user.id)).map((each) => [each.org.id, each.role]));
    const isElsewhere = (await selectMemberships({ read: tx }, userId)).some((each) => {
      const role = own.get(each.org.id);
      return !role || !can(role, each.role === "owner" ? "owner.write" : "member.write");
    });
    if (isElsewhere) {
      throw new DomainError("forbidden", "This account belongs to an organization that you do not manage, too. Whoever runs Signalbox can make a link for it.");
    }
    const made = await addResetLink(tx, deps, userId);
    const after = { expiresAt: made.expiresAt };
    await insertAudit(tx, org, { id: randomUUID(), at: deps.now(), ...by, action: "member.makeResetLink", target: member.name, after });
    return { email: member.email, ...made };
  });
}
