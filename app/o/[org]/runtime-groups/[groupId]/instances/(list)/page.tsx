import type { Metadata } from "next";
import Link from "next/link";
import { Labels, labelText } from "@/app/_shared/labels";
import { Pager, SortHead } from "@/app/_shared/list-controls";
import { ListSearch } from "@/app/_shared/list-search";
import { type ListColumns, listRows, listStateOf } from "@/app/_shared/list-state";
import { StateBadge } from "@/app/_shared/state-badge";
import { load } from "@/app/_trpc/server";
import { Empty, LinkButton } from "@/app/_ui/controls";
import { Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { paths } from "@/app/paths";
import { INSTANCE_STATES } from "@/server/domain/instance-state";
import type { listRuntimeInstances } from "@/server/runtime-instances/list";

export const metadata: Metadata = { title: "Instances" };

type Instance = Awaited<ReturnType<typeof listRuntimeInstances>>[number];

const STATES = [["connection", "Connection"], ["sync", "Sync"], ["readiness", "Readiness"], ["compatibility", "Compatibility"]] as const;

/** States sort from well to bad. */
const rankOf = (state: keyof typeof INSTANCE_STATES, each: Instance): number => INSTANCE_STATES[state].findIndex((value) => value === each.state[state]);

const LIST: ListColumns<Instance> = {
  textOf: (each) => [each.hostname, each.id, each.gatewayVersion, labelText(each.labels), ...Object.values(each.state)].join(" "),
  sortBy: {
    host: (each) => each.hostname,
    ...Object.fromEntries(STATES.map(([state]) => [state, (each: Instance) => rankOf(state, each)])),
    running: (each) => each.runningVersion ?? 0,
    gateway: (each) => each.gatewayVersion ?? "",
    seen: (each) => each.lastSeenAt ?? 0,
    first: (each) => each.firstSeenAt,
  },
  filterBy: Object.fromEntries(STATES.map(([state]) => [state, (each: Instance) => each.state[state]])),
};
const FILTERS = STATES.map(([name, label]) => ({ name, label, options: INSTANCE_STATES[name].map((value) => [value, value] as const) }));
const COLUMNS = [["host", "Host"], ...STATES, ["running", "Running"], ["gateway", "Gateway"], ["seen", "Last seen"], ["first", "First seen"]] as const;

interface Props {
  params: Promise<{ org: string; groupId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function InstancesPage({ params, searchParams }: Props) {
  const { org, groupId } = await params;
  const state = listStateOf(await searchParams, "host", STATES.map(([name]) => name));
  const instances = await load((api) => api.instances.list({ org, groupId }));
  const { shown, total, pages } = listRows(instances, state, LIST);
  const now = Date.now();
  return (
    <>
      <ListSearch state={state} label="Search by host, ID, label or state" filters={FILTERS} />
      <Table label="Instances" head={COLUMNS.map(([column, name]) => <SortHead key={column} state={state} column={column}>{name}</SortHead>)}>
        {shown.map((each) => (
          <tr key={each.id} className="hover:bg-hover">
            <td className="min-w-36 md:min-w-48"><Link className="font-medium break-words text-accent hover:underline" href={paths.instance(org, groupId, each.id)}>{each.hostname}</Link>{Object.keys(each.labels).length > 0 && <Labels labels={each.labels} />}{each.isRevoked && <span className="block text-[13px] text-danger">✕ credential revoked</span>}</td>
            {STATES.map(([name]) => <td key={name}><StateBadge state={each.state[name]} /></td>)}
            <td className="tabular-nums">{each.runningVersion ? `v${each.runningVersion}` : "–"}</td>
            <td>{each.gatewayVersion ?? "–"}</td>
            <td><Time at={each.lastSeenAt} now={now} /></td>
            <td><Time at={each.firstSeenAt} now={now} /></td>
          </tr>
        ))}
        {shown.length === 0 && <tr><td colSpan={9}>{instances.length > 0 ? <Empty title="No instance fits this search">Take a word or a filter away.</Empty> : <Empty title="No instance yet"><p>Copy a setup script onto a host, and it shows up here by itself.</p><LinkButton href={paths.newInstance(org, groupId)}>New instance</LinkButton></Empty>}</td></tr>}
      </Table>
      <Pager state={state} pages={pages} total={total} noun="instance" />
    </>
  );
}
