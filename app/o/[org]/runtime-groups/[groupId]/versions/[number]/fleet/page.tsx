import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { CompatibilityCauses } from "@/app/_shared/compatibility-causes";
import { KongErrors } from "@/app/_shared/kong-errors";
import { Labels } from "@/app/_shared/labels";
import { Pager, SortHead } from "@/app/_shared/list-controls";
import { ListSearch } from "@/app/_shared/list-search";
import { listStateOf } from "@/app/_shared/list-state";
import { StateBadge } from "@/app/_shared/state-badge";
import { load } from "@/app/_trpc/server";
import { Empty, LinkButton, TextLink } from "@/app/_ui/controls";
import { Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { paths } from "@/app/paths";
import type { listVersionFleet } from "@/server/runtime-instances/list-version-fleet";
import { VersionTabs } from "../version-tabs";
import { CopyCsv } from "./copy-csv";
import { FleetCounts } from "./fleet-counts";

interface Props {
  params: Promise<{ org: string; groupId: string; number: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `v${(await params).number} · Fleet` };
}

const COLUMNS = [
  ["host", "Host"],
  ["adoption", "Adoption"],
  ["", "Why"],
  ["running", "Running"],
  ["expected", "Expected"],
  ["gateway", "Gateway"],
  ["seen", "Last seen"],
] as const;

type Row = Awaited<ReturnType<typeof listVersionFleet>>["shown"][number];
interface At {
  org: string;
  groupId: string;
}

/** Why the instance does not run the config version: in Kong's words where it refused, with what would help where it lacks something. */
function Why({ at, row, now }: { at: At; row: Row; now: number }) {
  if (row.errors.length > 0) return <KongErrors at={at} errors={row.errors.slice(0, 3)} />;
  if (row.causes.length > 0) return <CompatibilityCauses at={at} causes={row.causes.slice(0, 3)} moreCauses={Math.max(0, row.causes.length - 3)} />;
  return (
    <>
      {row.adoption === "runs it" ? "" : row.reason}
      {row.since !== null && (
        <span className="block text-[13px] text-muted">
          <Time at={row.since} now={now} />
        </span>
      )}
    </>
  );
}

const versionOf = (at: At, number: number | null) =>
  number === null ? "–" : <TextLink href={paths.version(at.org, at.groupId, number)}>{`v${number}`}</TextLink>;

function FleetRow({ at, row, now }: { at: At; row: Row; now: number }) {
  return (
    <tr className="hover:bg-hover">
      <td className="min-w-36">
        <Link className="font-medium break-words text-accent hover:underline" href={paths.instance(at.org, at.groupId, row.id)}>
          {row.hostname}
        </Link>
        {Object.keys(row.labels).length > 0 && <Labels labels={row.labels} />}
      </td>
      <td>
        <StateBadge state={row.adoption} />
      </td>
      <td className={`max-w-xl ${row.adoption === "runs it" ? "is-empty" : ""}`}>
        <Why at={at} row={row} now={now} />
      </td>
      <td className="tabular-nums">{versionOf(at, row.runningVersion)}</td>
      <td className="tabular-nums">{versionOf(at, row.expectedVersion)}</td>
      <td>{row.gatewayVersion ?? "–"}</td>
      <td>
        <Time at={row.lastSeenAt} now={now} />
      </td>
    </tr>
  );
}

export default async function VersionFleetPage({ params, searchParams }: Props) {
  const { org, groupId, number: text } = await params;
  if (!/^[1-9]\d{0,8}$/.test(text)) notFound();
  const [at, number] = [{ org, groupId }, Number(text)];
  const state = listStateOf(await searchParams, "-adoption", ["adoption"]);
  const { shown, total, pages, outOf, message, ...fleet } = await load((api) => api.instances.listOfVersion({ ...at, number, ...state }));
  const now = Date.now();
  const head = COLUMNS.map(([column, name]) =>
    column ? (
      <SortHead key={name} state={state} column={column}>
        {name}
      </SortHead>
    ) : (
      name
    ),
  );
  return (
    <>
      <h2 className="min-w-0 text-lg font-semibold break-words">
        v{number}: {message} {fleet.isLive && <StateBadge state="live" />}
      </h2>
      <VersionTabs at={at} number={number} />
      {outOf === 0 ? (
        <Empty title="No instance yet">
          <p>Who runs this config version shows here once there is an instance.</p>
          <LinkButton href={paths.newInstance(org, groupId)}>New instance</LinkButton>
        </Empty>
      ) : (
        <>
          <FleetCounts {...fleet} state={state} />
          <div className="flex flex-wrap items-start justify-between gap-2">
            <div className="min-w-64 flex-1">
              <ListSearch state={state} label="Search by host, ID, label or reason" />
            </div>
            <CopyCsv at={at} number={number} state={state} />
          </div>
          <Table label={`Instances and v${number}`} head={head}>
            {shown.map((row) => (
              <FleetRow key={row.id} at={at} row={row} now={now} />
            ))}
            {shown.length === 0 && (
              <tr>
                <td colSpan={COLUMNS.length}>
                  <Empty title="No instance fits this search">Take a word or a filter away.</Empty>
                </td>
              </tr>
            )}
          </Table>
          <Pager state={state} pages={pages} total={total} noun="instance" />
        </>
      )}
    </>
  );
}
