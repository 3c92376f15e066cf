import Link from "next/link";
import { Labels } from "@/app/_shared/labels";
import { SortHead } from "@/app/_shared/list-controls";
import type { ListState } from "@/app/_shared/list-state";
import { SyncBar } from "@/app/_shared/sync-bar";
import { Table } from "@/app/_ui/controls";
import { Time } from "@/app/_ui/time";
import { paths } from "@/app/paths";
import type { listRuntimeGroups } from "@/server/runtime-groups/list";

export type Group = Awaited<ReturnType<typeof listRuntimeGroups>>[number];

/** What the list sorts by, from the column in its URL. */
export const GROUP_COLUMNS = {
  name: (group: Group) => group.name,
  connected: (group: Group) => group.instances.connected,
  sync: (group: Group) => group.instances.inSync / Math.max(1, group.instances.total),
  published: (group: Group) => group.liveVersion?.createdAt ?? 0,
};

const COLUMNS = [["name", "Name"], ["connected", "Connected"], ["sync", "Sync"], ["published", "Live version"]] as const;

export function GroupTable({ org, groups, state, now }: { org: string; groups: Group[]; state: ListState; now: number }) {
  const head = COLUMNS.map(([column, name]) => <SortHead key={column} state={state} column={column}>{name}</SortHead>);
  return (
    <Table label="Runtime groups" head={[...head, "Gateway versions", "Labels"]}>
      {groups.map((group) => (
        <tr key={group.id}>
          <td><Link className="font-medium text-accent underline" href={paths.group(org, group.id)}>{group.name}</Link>{group.description && <span className="block text-muted">{group.description}</span>}</td>
          <td>{group.instances.connected}/{group.instances.total}</td>
          <td><SyncBar counts={group.instances} /></td>
          <td>{group.liveVersion ? <>v{group.liveVersion.number}, <Time at={group.liveVersion.createdAt} now={now} /> by {group.liveVersion.authorName}</> : <span className="text-muted">nothing published</span>}</td>
          <td>{group.gatewayVersions.join(", ") || "–"}</td>
          <td><Labels labels={group.labels} /></td>
        </tr>
      ))}
      {groups.length === 0 && <tr><td colSpan={6}>{state.q ? "No group fits this search." : "No group yet. Create one, then add an instance to it."}</td></tr>}
    </Table>
  );
}
