import type { Metadata } from "next";
import Link from "next/link";
import { LackedPlugins } from "@/app/_shared/compatibility-causes";
import { SupportWarnings } from "@/app/_shared/gateway-support";
import { Labels } from "@/app/_shared/labels";
import { Pager, SortHead } from "@/app/_shared/list-controls";
import { ListSearch } from "@/app/_shared/list-search";
import { listStateOf } from "@/app/_shared/list-state";
import { StateBadge } from "@/app/_shared/state-badge";
import { load, loadGroup } from "@/app/_trpc/server";
import { Empty, LinkButton, TextLink } from "@/app/_ui/controls";
import { Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { paths } from "@/app/paths";
import { can } from "@/server/domain/ability";
import { INSTANCE_STATES, STATE_NAMES } from "@/server/domain/instance-state";
import { ACT_NAMES, ACTS } from "../instance-acts";
import { InstanceSelection } from "../instance-selection";

export const metadata: Metadata = { title: "Instances" };

const STATES = [
  ["connection", "Connection"],
  ["sync", "Sync"],
  ["readiness", "Readiness"],
  ["compatibility", "Compatibility"],
] as const;
const FILTERS = STATES.map(([name, label]) => ({ name, label, options: INSTANCE_STATES[name].map((value) => [value, value] as const) }));
const COLUMNS = [["host", "Host"], ...STATES, ["running", "Running"], ["gateway", "Gateway"], ["seen", "Last seen"], ["first", "First seen"]] as const;

interface Props {
  params: Promise<{ org: string; groupId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function InstancesPage({ params, searchParams }: Props) {
  const { org, groupId } = await params;
  const state = listStateOf(await searchParams, "host", STATE_NAMES);
  const [{ shown, total, pages, outOf }, group] = await Promise.all([load((api) => api.instances.list({ org, groupId, ...state })), loadGroup(org, groupId)]);
  const now = Date.now();
  const acts = ACT_NAMES.filter((name) => can(group.role, ACTS[name].ability));
  const table = (
    <Table
      label="Instances"
      head={COLUMNS.map(([column, name]) => (
        <SortHead key={column} state={state} column={column}>
          {name}
        </SortHead>
      ))}
    >
      {shown.map((each) => (
        <tr key={each.id} className="hover:bg-hover">
          <td className="min-w-36 md:min-w-48">
            {acts.length > 0 && (
              <label className="mr-2 inline-flex size-6 items-center justify-center align-middle">
                <input type="checkbox" name="instance" value={each.id} aria-label={`Select ${each.hostname}`} className="size-4 accent-accent" />
              </label>
            )}
            <Link className="font-medium break-words text-accent hover:underline" href={paths.instance(org, groupId, each.id)}>
              {each.hostname}
            </Link>
            {Object.keys(each.labels).length > 0 && <Labels labels={each.labels} />}
            {each.isRevoked && <span className="block text-[13px] text-danger">✕ credential revoked</span>}
          </td>
          {STATES.map(([name]) => (
            <td key={name}>
              <StateBadge state={each.state[name]} />
              {name === "compatibility" && <LackedPlugins {...each.compatibility} />}
            </td>
          ))}
          <td className="tabular-nums">{each.runningVersion ? `v${each.runningVersion}` : "–"}</td>
          <td>{each.gatewayVersion ?? "–"}</td>
          <td>
            <Time at={each.lastSeenAt} now={now} />
          </td>
          <td>
            <Time at={each.firstSeenAt} now={now} />
          </td>
        </tr>
      ))}
      {shown.length === 0 && (
        <tr>
          <td colSpan={9}>
            {outOf > 0 ? (
              <Empty title="No instance fits this search">Take a word or a filter away.</Empty>
            ) : (
              <Empty title="No instance yet">
                <p>Copy a setup script onto a host, and it shows up here by itself.</p>
                <LinkButton href={paths.newInstance(org, groupId)}>New instance</LinkButton>
              </Empty>
            )}
          </td>
        </tr>
      )}
    </Table>
  );
  return (
    <>
      <SupportWarnings at={{ org, groupId }} gatewayVersions={group.gatewayVersions} now={now} />
      <ListSearch state={state} label="Search by host, ID, label or state" filters={FILTERS} />
      {acts.length > 0 && shown.length > 0 ? (
        <InstanceSelection
          // Who chose all that one search finds has not chosen what another one does.
          key={JSON.stringify([state.q, state.filters])}
          at={{ org, groupId }}
          acts={acts}
          live={group.liveVersion?.number ?? null}
          shown={shown.length}
          total={total}
          matching={{ q: state.q, filters: state.filters }}
        >
          {table}
        </InstanceSelection>
      ) : (
        table
      )}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Pager state={state} pages={pages} total={total} noun="instance" />
        <TextLink href={paths.archivedInstances(org, groupId)}>Archived instances</TextLink>
      </div>
    </>
  );
}
