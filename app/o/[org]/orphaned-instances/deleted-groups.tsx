import { ConfirmButton } from "@/app/_shared/confirm-button";
import { Copyable } from "@/app/_shared/copyable";
import { countText } from "@/app/_shared/count-text";
import { Card, TextLink } from "@/app/_ui/controls";
import { Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { paths } from "@/app/paths";
import { deleteOrphansOfGroupAction } from "./actions";

interface DeletedGroup {
  id: string;
  /** Null: it is not known any more. */
  name: string | null;
  deletedAt: number;
  instances: number;
}

/** The deleted groups whose instances are still known, each with what deletes these records at once. */
export function DeletedGroups({ org, groups, canDelete, now }: { org: string; groups: DeletedGroup[]; canDelete: boolean; now: number }) {
  return (
    <Card title="Deleted groups">
      <Table label="Deleted groups" head={["Group", "ID", "Deleted", "Instances", "Activity", ...(canDelete ? ["Action"] : [])]}>
        {groups.map(({ id, name, deletedAt, instances }) => (
          <tr key={id}>
            <td className="font-medium wrap-anywhere">{name ?? "–"}</td>
            <td>
              <Copyable text={id} label={`the ID of ${name ?? "the group"}`} />
            </td>
            <td>
              <Time at={deletedAt} now={now} />
            </td>
            <td className="tabular-nums">{instances}</td>
            <td>
              <TextLink href={paths.activity(org, id)}>What happened in it</TextLink>
            </td>
            {canDelete && (
              <td>
                <ConfirmButton
                  isDanger
                  isSmall
                  label={`Delete ${instances === 1 ? "its record" : `all ${instances}`}`}
                  title={`Delete the records of ${countText(instances, "instance")}${name === null ? "" : ` of ${name}`} for good?`}
                  action={deleteOrphansOfGroupAction.bind(null, { org, deletedGroupId: id })}
                  done="The records of this group's instances were deleted."
                >
                  They go with their apply timelines; what the activity tells of them stays. Nodes that are there still keep serving what they run, and can
                  enroll in another group with a new token.
                </ConfirmButton>
              </td>
            )}
          </tr>
        ))}
      </Table>
    </Card>
  );
}
