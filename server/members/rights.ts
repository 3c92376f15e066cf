import type { Executor } from "../../db/client";
import { countOtherOwners, selectGroupNames, selectMember } from "../../db/queries/members";
import { type Ability, can, leastRole, type OrgRole, roleName } from "../domain/ability";
import { DomainError } from "../domain/errors";
import { type MemberRoles, rolesText } from "../domain/member";
import type { OrgContext } from "../trpc/init";

/**
 * Throws `forbidden` unless the caller may change members of all these roles, what they are and what they are to be. Read in the
 * transaction that changes them, so that who was demoted a moment ago changes nothing any more.
 */
export async function requireRights(tx: Executor, { org, user }: OrgContext, ...roles: OrgRole[]): Promise<void> {
  const caller = await selectMember(tx, org, user.id);
  if (!caller) throw new DomainError("not_found", "No such organization.");
  const needed: Ability = roles.includes("owner") ? "owner.write" : "member.write";
  if (can(caller.role, needed)) return;
  throw new DomainError("forbidden", `This needs the role ${roleName(leastRole(needed))}; yours here is ${roleName(caller.role)}.`);
}

/** The member, read in the transaction that changes it. Throws `not_found`. */
export async function requireMember(tx: Executor, { org }: OrgContext, userId: string) {
  const member = await selectMember(tx, org, userId);
  if (!member) throw new DomainError("not_found", "No such member.");
  return member;
}

/** Throws `conflict` where this Owner is the last one, who can neither go nor be demoted. */
export async function requireAnotherOwner(tx: Executor, { org }: OrgContext, member: { id: string; role: OrgRole }): Promise<void> {
  if (member.role !== "owner" || (await countOtherOwners(tx, org, member.id)) > 0) return;
  throw new DomainError("conflict", "An organization always has an Owner, and this is the last one. Make another member an Owner first.");
}

/** The roles as people read them. Throws `invalid` on `groupRoles` where a group is not the org's. */
export async function describeRoles(tx: Executor, { org }: OrgContext, { role, groupRoles }: MemberRoles): Promise<string> {
  const names = await selectGroupNames(
    tx,
    org,
    groupRoles.map((each) => each.groupId),
  );
  const named = groupRoles.map((each) => {
    const groupName = names.get(each.groupId);
    if (groupName === undefined) throw new DomainError("invalid", "A group that was chosen is gone; choose again.", "groupRoles");
    return { role: each.role, groupName };
  });
  return rolesText(role, named);
}
