"use client";
import { useState } from "react";
import { Button, SelectField } from "@/app/_ui/controls";
import { Icon } from "@/app/_ui/icon";
import { GROUP_ROLES, type GroupRole, ORG_ROLES, type OrgRole, roleName, takesGroupRoles } from "@/server/domain/ability";

export interface Group {
  id: string;
  name: string;
}

interface GroupRoleRow {
  groupId: string;
  role: GroupRole;
}

const SELECT = "min-h-9 min-w-0 rounded-md border border-edge bg-raised px-2.5 py-1.5";

interface RowProps {
  row: GroupRoleRow;
  /** Those that no other row names. */
  groups: Group[];
  onChange: (row: GroupRoleRow) => void;
  onRemove: () => void;
}

function Row({ row, groups, onChange, onRemove }: RowProps) {
  const name = groups.find((each) => each.id === row.groupId)?.name ?? "";
  return (
    <li className="flex gap-2">
      <select
        name="groupId"
        aria-label="Group"
        className={`${SELECT} flex-1`}
        value={row.groupId}
        onChange={(event) => onChange({ ...row, groupId: event.target.value })}
      >
        {groups.map((each) => (
          <option key={each.id} value={each.id}>
            {each.name}
          </option>
        ))}
      </select>
      <select
        name="groupRole"
        aria-label={`Role in ${name}`}
        className={SELECT}
        value={row.role}
        onChange={(event) => onChange({ ...row, role: GROUP_ROLES.find((each) => each === event.target.value) ?? row.role })}
      >
        {GROUP_ROLES.map((each) => (
          <option key={each} value={each}>
            {roleName(each)}
          </option>
        ))}
      </select>
      <Button kind="quiet" type="button" aria-label={`Take the role in ${name} away`} onClick={onRemove}>
        <Icon name="close" />
      </Button>
    </li>
  );
}

interface Props {
  groups: Group[];
  /** Whether an Owner may be made. */
  canMakeOwner: boolean;
  initial: { role: OrgRole; groupRoles: GroupRoleRow[] };
  error: string | undefined;
}

/** The role on the organization and, for who takes them, the roles on single groups. */
export function RoleFields({ groups, canMakeOwner, initial, error }: Props) {
  const [role, setRole] = useState(initial.role);
  const [rows, setRows] = useState(initial.groupRoles);
  const free = groups.filter((group) => !rows.some((row) => row.groupId === group.id));
  return (
    <>
      <SelectField
        label="Role"
        name="role"
        value={role}
        onChange={(event) => setRole(ORG_ROLES.find((each) => each === event.target.value) ?? role)}
        hint={takesGroupRoles(role) ? "Holds in every group that is not named below." : "Holds in every group."}
      >
        {ORG_ROLES.filter((each) => each !== "owner" || canMakeOwner).map((each) => (
          <option key={each} value={each}>
            {roleName(each)}
          </option>
        ))}
      </SelectField>
      {takesGroupRoles(role) && groups.length > 0 && (
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1 font-medium">Roles on single groups</legend>
          <ul className="flex flex-col gap-2 empty:hidden">
            {rows.map((row, index) => (
              <Row
                key={row.groupId}
                row={row}
                groups={groups.filter((group) => group.id === row.groupId || free.includes(group))}
                onChange={(next) => setRows(rows.toSpliced(index, 1, next))}
                onRemove={() => setRows(rows.toSpliced(index, 1))}
              />
            ))}
          </ul>
          {free[0] && (
            <div>
              <Button kind="quiet" type="button" onClick={() => free[0] && setRows([...rows, { groupId: free[0].id, role: "deployer" }])}>
                <Icon name="plus" />
                Role on a group
              </Button>
            </div>
          )}
          <p className={`text-[13px] empty:hidden ${error ? "text-danger" : "text-muted"}`} role={error ? "alert" : undefined}>
            {error}
          </p>
        </fieldset>
      )}
    </>
  );
}
