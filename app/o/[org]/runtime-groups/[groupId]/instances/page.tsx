import type { Metadata } from "next";
import Link from "next/link";
import { Labels, labelText } from "@/app/_shared/labels";
import { ListSearch, Pager, SortHead } from "@/app/_shared/list-controls";
import { listRows, listStateOf } from "@/app/_shared/list-state";
import { load } from "@/app/_trpc/server";
import { StateBadge, Table } from "@/app/_ui/controls";
import { Live } from "@/app/_ui/live";
import { Time } from "@/app/_ui/time";
import { paths } from "@/app/paths";
import type { listRuntimeInstances } from "@/server/runtime-instances/list";

export const metadata: Metadata = { title: "Instances" };

type Instance = Awaited<ReturnType<typeof listRuntimeInstances>>[number];

const KEYS: Record<string, (instance: Instance) => string | number> = {
  host: (each) => each.hostname,
  connection: (each) => each.state.connection,
  sync: (each) => each.state.sync,
  readiness: (each) => each.state.readiness,
  compatibility: (each) => each.state.compatibility,
  running: (each) => each.runningVersion ?? 0,
  gateway: (each) => each.gatewayVersion ?? "",
  seen: (each) => each.lastSeenAt ?? 0,
};
const NAMES = { host: "Host", connection: "Connection", sync: "Sync", readiness: "Readiness", compatibility: "Compatibility", running: "Running", gateway: "Gateway version", seen: "Last seen" };

interface Props {
  params: Promise<{ org: string; groupId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function InstancesPage({ params, searchParams }: Props) {
  const { org, groupId } = await params;
  const state = listStateOf(await searchParams, "host");
  const instances = await load((api) => api.instances.list({ org, groupId }));
  const textOf = (each: Instance) => [each.hostname, each.id, each.gatewayVersion, labelText(each.labels), ...Object.values(each.state)].join(" ");
  const { shown, total, pages } = listRows(instances, state, textOf, KEYS);
  const now = Date.now();
  return (
    <>
      <Live />
      <ListSearch state={state} label="Search by host, ID, label or state" />
      <Table label="Instances" head={[...Object.entries(NAMES).map(([column, name]) => <SortHead key={column} state={state} column={column}>{name}</SortHead>), "Labels"]}>
        {shown.map((each) => (
          <tr key={each.id}>
            <td><Link className="text-accent underline" href={paths.instance(org, groupId, each.id)}>{each.hostname}</Link></td>
            <td><StateBadge state={each.state.connection} /></td>
            <td><StateBadge state={each.state.sync} /></td>
            <td><StateBadge state={each.state.readiness} /></td>
            <td><StateBadge state={each.state.compatibility} /></td>
            <td>{each.runningVersion ? `v${each.runningVersion}` : "–"}</td>
            <td>{each.gatewayVersion ?? "–"}</td>
            <td className="whitespace-nowrap"><Time at={each.lastSeenAt} now={now} /></td>
            <td><Labels labels={each.labels} /></td>
          </tr>
        ))}
        {shown.length === 0 && <tr><td colSpan={9}>{state.q ? "No instance fits this search." : "No instance yet. Choose New instance and copy its blocks onto a host."}</td></tr>}
      </Table>
      <Pager state={state} pages={pages} total={total} noun="instance" />
    </>
  );
}
