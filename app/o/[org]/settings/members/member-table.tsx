import { ConfirmButton } from "@/app/_shared/confirm-button";
import { Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { can, type GroupRole, type OrgRole, roleName } from "@/server/domain/ability";
import { endMemberSessionsAction, leaveAction, makeResetLinkAction, removeMemberAction, updateMemberAction } from "./actions";
import { ChangeRoles } from "./change-roles";
import { ResetLink } from "./reset-link";
import type { Group } from "@/app/_shared/role-fields";

interface Member {
  id: string;
  name: string;
  email: string;
  role: OrgRole;
  createdAt: number;
  isYou: boolean;
  /** Null: it is not told to who looks. */
  signIn: { lastAt: number | null; hasSecondFactor: boolean } | null;
  groupRoles: { groupId: string; groupName: string; role: GroupRole }[];
}

/** The cell of roles on single groups, a line each. */
export function GroupRolesCell({ roles }: { roles: Member["groupRoles"] }) {
  if (roles.length === 0) return <td className="is-empty text-muted">–</td>;
  return (
    <td>
      <ul>
        {roles.map((each) => (
          <li key={each.groupId}>
            {roleName(each.role)} in {each.groupName}
          </li>
        ))}
      </ul>
    </td>
  );
}

interface Props {
  org: string;
  orgName: string;
  myRole: OrgRole;
  members: Member[];
  groups: Group[];
}

function Actions({ org, orgName, myRole, member, groups }: Omit<Props, "members"> & { member: Member }) {
  const { id, name, role, groupRoles, isYou } = member;
  const mayChange = can(myRole, role === "owner" ? "owner.write" : "member.write");
  return (
    <div className="flex flex-wrap gap-2 md:min-w-64">
      {mayChange && (
        <ChangeRoles
          action={updateMemberAction.bind(null, org, id)}
          name={name}
          groups={groups}
          canMakeOwner={can(myRole, "owner.write")}
          initial={{ role, groupRoles }}
        />
      )}
      {!isYou && mayChange && <ResetLink action={makeResetLinkAction.bind(null, org, id)} name={name} />}
      {!isYou && mayChange && (
        <ConfirmButton label="Sign out" title={`Sign ${name} out?`} action={endMemberSessionsAction.bind(null, org, id)} done={`${name} was signed out.`}>
          Every session of {name} ends, in other organizations too, and {name} is told by mail where mail is set up. Signing in again is all it takes: password,
          roles and access tokens stay.
        </ConfirmButton>
      )}
      {isYou && (
        <ConfirmButton isDanger label="Leave" title={`Leave ${orgName}?`} action={leaveAction.bind(null, org)} done="You left the organization.">
          You see nothing of it any more. To come back you need an invitation.
        </ConfirmButton>
      )}
      {!isYou && mayChange && (
        <ConfirmButton isDanger label="Remove" title={`Remove ${name}?`} action={removeMemberAction.bind(null, org, id)} done={`${name} was removed.`}>
          {name} loses access to {orgName} at once, on every open page too. What {name} did stays, under this name.
        </ConfirmButton>
      )}
    </div>
  );
}

function SignInCells({ signIn, now }: { signIn: Member["signIn"]; now: number }) {
  if (!signIn) return null;
  return (
    <>
      <td>{signIn.hasSecondFactor ? "on" : <span className="text-muted">off</span>}</td>
      <td>{signIn.lastAt === null ? <span className="text-muted">not yet</span> : <Time at={signIn.lastAt} now={now} />}</td>
    </>
  );
}

/** The members with their roles, and what one may do about each. */
export function MemberTable({ members, ...rest }: Props) {
  const now = Date.now();
  const ofSignIn = members.some((member) => member.signIn) ? ["Second factor", "Last sign-in"] : [];
  return (
    <Table label="Members" head={["Name", "Email", "Role", "On single groups", "Joined", ...ofSignIn, "Action"]}>
      {members.map((member) => (
        <tr key={member.id}>
          <td className="break-words">
            {member.name}
            {member.isYou && <span className="text-muted"> (you)</span>}
          </td>
          <td>{member.email}</td>
          <td>{roleName(member.role)}</td>
          <GroupRolesCell roles={member.groupRoles} />
          <td>
            <Time at={member.createdAt} now={now} />
          </td>
          <SignInCells signIn={member.signIn} now={now} />
          <td>
            <Actions {...rest} member={member} />
          </td>
        </tr>
      ))}
    </Table>
  );
}
