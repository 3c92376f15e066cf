import Link from "next/link";
import { Labels } from "@/app/_shared/labels";
import { SortHead } from "@/app/_shared/list-controls";
import { SyncBar } from "@/app/_shared/sync-bar";
import { Empty } from "@/app/_ui/controls";
import { Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { paths } from "@/app/paths";
import { labelText } from "@/server/domain/labels";
import type { ListColumns, ListState } from "@/server/domain/list-rows";
import type { listRuntimeGroups } from "@/server/runtime-groups/list";

export type Group = Awaited<ReturnType<typeof listRuntimeGroups>>[number];

/** What the list searches in and sorts by, from the column in its URL. */
export const GROUP_LIST: ListColumns<Group> = {
  textOf: (group) => `${group.name} ${group.id} ${group.description} ${labelText(group.labels)}`,
  sortBy: {
    name: (group) => group.name,
    connected: (group) => group.instances.connected,
    sync: (group) => (group.instances.inSync + group.instances.held) / Math.max(1, group.instances.total),
    published: (group) => group.liveVersion?.createdAt ?? 0,
  },
};

const COLUMNS = [
  ["name", "Name"],
  ["connected", "Connected"],
  ["sync", "Sync"],
  ["published", "Live config version"],
] as const;

export function GroupTable({ org, groups, state, now }: { org: string; groups: Group[]; state: ListState; now: number }) {
  const head = COLUMNS.map(([column, name]) => (
    <SortHead key={column} state={state} column={column}>
      {name}
    </SortHead>
  ));
  return (
    <Table label="Runtime groups" head={[...head, "Gateway versions", "Labels"]}>
      {groups.map((group) => (
        <tr key={group.id} className="hover:bg-hover">
          <td className="min-w-36">
            <Link className="font-medium wrap-anywhere text-accent hover:underline" href={paths.group(org, group.id)}>
              {group.name}
            </Link>
            {group.description && (
              <span className="line-clamp-2 text-[13px] text-muted" title={group.description}>
                {group.description}
              </span>
            )}
          </td>
          <td className="tabular-nums">
            {group.instances.connected}/{group.instances.total}
          </td>
          <td>
            <SyncBar counts={group.instances} />
          </td>
          <td className="min-w-36">
            {group.liveVersion ? (
              <>
                <Link className="text-accent hover:underline" href={paths.version(org, group.id, group.liveVersion.number)}>
                  v{group.liveVersion.number}
                </Link>{" "}
                <span className="block text-[13px] text-muted">
                  <Time at={group.liveVersion.createdAt} now={now} /> by {group.liveVersion.authorName}
                </span>
              </>
            ) : (
              <span className="text-muted">nothing published</span>
            )}
          </td>
          <td>{group.gatewayVersions.join(", ") || "–"}</td>
          <td className="min-w-44">
            <Labels labels={group.labels} />
          </td>
        </tr>
      ))}
      {groups.length === 0 && (
        <tr>
          <td colSpan={6}>
            {state.q ? (
              <Empty title="No group fits this search">Take a word away, or search by another name, ID or label.</Empty>
            ) : (
              <Empty title="No runtime group yet">Create one, then add an instance to it.</Empty>
            )}
          </td>
        </tr>
      )}
    </Table>
  );
}
