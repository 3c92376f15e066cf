import { Card } from "@/app/_ui/controls";
import { Table } from "@/app/_ui/table";
import { GROUP_ABILITIES, GROUP_ROLES, isAtLeast, ORG_ABILITIES, ORG_ROLES, type Role, roleName } from "@/server/domain/ability";

type Abilities = Record<string, { text: string; least: Role }>;

function AbilityTable({ label, abilities, roles }: { label: string; abilities: Abilities; roles: readonly Role[] }) {
  return (
    <div className="flex flex-col gap-2">
      <h3 className="font-medium">{label}</h3>
      <Table label={label} head={["What", "Who may"]}>
        {Object.values(abilities).map(({ text, least }) => (
          <tr key={text}>
            <td>{text}</td>
            <td className="text-muted">
              {roles
                .filter((role) => isAtLeast(role, least))
                .map(roleName)
                .join(", ")}
            </td>
          </tr>
        ))}
      </Table>
    </div>
  );
}

/** What each role may do, from the table that the guard reads. */
export function AbilityTables() {
  return (
    <Card id="roles" title="What may each role do">
      <div className="flex flex-col gap-4">
        <AbilityTable label="On the organization" abilities={ORG_ABILITIES} roles={ORG_ROLES} />
        <p className="max-w-prose text-muted">
          An Editor or Viewer of the organization may have another role on single groups, more or less. There it stands in the place of the role on the
          organization. Owners and Admins are never restricted.
        </p>
        <AbilityTable label="In a runtime group" abilities={GROUP_ABILITIES} roles={["owner", "admin", ...GROUP_ROLES]} />
      </div>
    </Card>
  );
}
