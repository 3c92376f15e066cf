import { randomUUID } from "node:crypto";
import { insertAudit } from "../../db/queries/audit";
import { deleteMember, selectMemberGroupRoles, updateMemberRoles } from "../../db/queries/members";
import { type MemberRoles, rolesText } from "../domain/member";
import type { OrgContext } from "../trpc/init";
import { describeRoles, requireAnotherOwner, requireMember, requireRights } from "./rights";

/**
 * Puts these roles in the place of all that the member had; they hold from its next request on. Throws `not_found`, `forbidden` where
 * an Owner is concerned and the caller is none, `conflict` for the last Owner, and `invalid` on `groupRoles`.
 */
export async function updateMember(ctx: OrgContext, userId: string, roles: MemberRoles): Promise<void> {
  const { deps, org, by } = ctx;
  await org.db.write(async (tx) => {
    const member = await requireMember(tx, ctx, userId);
    await requireRights(tx, ctx, member.role, roles.role);
    if (roles.role !== "owner") await requireAnotherOwner(tx, ctx, member);
    const before = { roles: rolesText(member.role, await selectMemberGroupRoles(tx, org, userId)) };
    const after = { roles: await describeRoles(tx, ctx, roles) };
    await updateMemberRoles(tx, org, userId, roles);
    await insertAudit(tx, org, { id: randomUUID(), at: deps.now(), ...by, action: "member.update", target: `${member.name} to ${after.roles}`, before, after });
  });
}

/** Takes a membership away: from the next request on the org reads like a missing one to that person. Throws as `updateMember` does. */
export async function removeMember(ctx: OrgContext, userId: string): Promise<void> {
  const { deps, org, by } = ctx;
  await org.db.write(async (tx) => {
    const member = await requireMember(tx, ctx, userId);
    await requireRights(tx, ctx, member.role);
    await requireAnotherOwner(tx, ctx, member);
    const before = { roles: rolesText(member.role, await selectMemberGroupRoles(tx, org, userId)) };
    await deleteMember(tx, org, userId);
    await insertAudit(tx, org, { id: randomUUID(), at: deps.now(), ...by, action: "member.remove", target: member.name, before });
  });
}

/** Ends the caller's own membership. Throws `conflict` for the last Owner. */
export async function leaveOrg(ctx: OrgContext): Promise<void> {
  const { deps, org, user, by, membership } = ctx;
  await org.db.write(async (tx) => {
    const member = await requireMember(tx, ctx, user.id);
    await requireAnotherOwner(tx, ctx, member);
    const before = { roles: rolesText(member.role, await selectMemberGroupRoles(tx, org, user.id)) };
    await deleteMember(tx, org, user.id);
    await insertAudit(tx, org, { id: randomUUID(), at: deps.now(), ...by, action: "member.leave", target: membership.org.name, before });
  });
}
