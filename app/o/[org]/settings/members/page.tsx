import type { Metadata } from "next";
import { ConfirmButton } from "@/app/_shared/confirm-button";
import { StateBadge } from "@/app/_shared/state-badge";
import { load, loadOrg } from "@/app/_trpc/server";
import { PageTitle } from "@/app/_ui/controls";
import { Table } from "@/app/_ui/table";
import { Moment, Time } from "@/app/_ui/time";
import { can, type OrgRole, roleName } from "@/server/domain/ability";
import { AbilityTables } from "./ability-tables";
import { inviteAction, resendAction, revokeInvitationAction } from "./actions";
import { Invite, NewLink } from "./invite";
import { GroupRolesCell, MemberTable } from "./member-table";

export const metadata: Metadata = { title: "Members" };

/** Who is invited and has not come yet, with a new link and a way to take it back. */
async function Invitations({ org, myRole }: { org: string; myRole: OrgRole }) {
  const invitations = await load((api) => api.members.listInvitations({ org }));
  if (invitations.length === 0) return null;
  const now = Date.now();
  return (
    <>
      <PageTitle title="Invitations" level={2}>
        Nobody used these yet.
      </PageTitle>
      <Table label="Invitations" head={["Email", "Role", "On single groups", "By", "Made", "Good until", "Action"]}>
        {invitations.map(({ id, email, role, groupRoles, createdBy, createdAt, expiresAt, isExpired }) => (
          <tr key={id}>
            <td>{email}</td>
            <td>{roleName(role)}</td>
            <GroupRolesCell roles={groupRoles} />
            <td>{createdBy}</td>
            <td>
              <Time at={createdAt} now={now} />
            </td>
            <td>{isExpired ? <StateBadge state="expired" /> : <Moment at={expiresAt} />}</td>
            <td>
              {can(myRole, role === "owner" ? "owner.write" : "member.write") && (
                <div className="flex gap-2">
                  <NewLink action={resendAction.bind(null, org, id)} email={email} />
                  <ConfirmButton
                    isDanger
                    label="Revoke"
                    title={`Revoke the invitation of ${email}?`}
                    action={revokeInvitationAction.bind(null, org, id)}
                    done="Invitation revoked."
                  >
                    Its link is good for nothing from then on. You can invite this address again.
                  </ConfirmButton>
                </div>
              )}
            </td>
          </tr>
        ))}
      </Table>
    </>
  );
}

export default async function MembersPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const me = await loadOrg(org);
  const mayInvite = can(me.role, "member.write");
  const [members, groups] = await Promise.all([
    load((api) => api.members.list({ org })),
    mayInvite ? load((api) => api.runtimeGroups.list({ org })).then((all) => all.map(({ id, name }) => ({ id, name }))) : [],
  ]);
  return (
    <>
      <PageTitle
        title="Members"
        level={2}
        action={mayInvite && <Invite action={inviteAction.bind(null, org)} groups={groups} canMakeOwner={can(me.role, "owner.write")} />}
      >
        {mayInvite ? undefined : `Your role (${roleName(me.role)}) does not invite; an Admin can.`}
      </PageTitle>
      <MemberTable org={org} orgName={me.name} myRole={me.role} members={members} groups={groups} />
      {mayInvite && <Invitations org={org} myRole={me.role} />}
      <AbilityTables />
    </>
  );
}
