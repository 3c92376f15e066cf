import type { Metadata } from "next";
import Link from "next/link";
import { FirstSteps } from "@/app/_shared/first-steps";
import { listStateOf } from "@/app/_shared/list-state";
import { Orphans, orphansText } from "@/app/_shared/orphans";
import { load } from "@/app/_trpc/server";
import { Card, PageTitle, TextLink } from "@/app/_ui/controls";
import { paths } from "@/app/paths";
import { supportWarnings } from "@/server/domain/gateway-support";
import { listRows } from "@/server/domain/list-rows";
import { GROUP_LIST, type Group, GroupTable } from "../runtime-groups/group-table";

export const metadata: Metadata = { title: "Overview" };

interface Trouble {
  key: string;
  tone: "danger" | "warn";
  text: string;
  href: string;
}

const instancesText = (count: number): string => `${count} ${count === 1 ? "instance" : "instances"}`;

/** What is wrong in a group, a cause a row, with the page that shows it. */
function troublesOf(org: string, { id, name, instances, liveVersion, gatewayVersions }: Group, now: number): Trouble[] {
  const { total, connected, rejected, drifted, notReady } = instances;
  const of = (count: number, tone: Trouble["tone"], text: string, href: string): Trouble[] =>
    count > 0 ? [{ key: `${id} ${text}`, tone, text: `${name}: ${text}`, href }] : [];
  return [
    ...of(rejected, "danger", `${instancesText(rejected)} rejected v${liveVersion?.number ?? "?"}`, paths.instances(org, id, { sync: "rejected" })),
    ...of(total - connected, "danger", `${instancesText(total - connected)} not connected`, paths.instances(org, id, { sort: "-connection" })),
    ...of(drifted, "warn", `${instancesText(drifted)} changed on the node itself`, paths.instances(org, id, { sync: "drifted" })),
    ...of(notReady, "warn", `${instancesText(notReady)} not ready to take traffic`, paths.instances(org, id, { readiness: "not ready" })),
    ...of(
      liveVersion ? 0 : total,
      "warn",
      `nothing is published, and ${instancesText(total)} ${total === 1 ? "waits" : "wait"} for it`,
      paths.configuration(org, id),
    ),
    ...supportWarnings(gatewayVersions, now).flatMap(({ message }) => of(1, "warn", message, paths.instances(org, id, { sort: "gateway" }))),
  ];
}

function Strip({ groups }: { groups: Group[] }) {
  const sum = (key: keyof Group["instances"]) => groups.reduce((total, group) => total + group.instances[key], 0);
  const total = sum("total");
  const cells = [
    ["Connected", `${sum("connected")} of ${total}`, ""],
    ["In sync", total ? `${Math.floor((100 * sum("inSync")) / total)} %` : "–", ""],
    ["Rejected", sum("rejected"), sum("rejected") ? "text-danger" : ""],
    ["Drifted", sum("drifted"), sum("drifted") ? "text-warn" : ""],
  ] as const;
  return (
    <dl className="grid grid-cols-2 divide-line overflow-hidden rounded-lg border border-line bg-raised md:grid-cols-4 md:divide-x">
      {cells.map(([name, value, tone]) => (
        <div key={name} className="px-4 py-3">
          <dt className="text-[13px] text-muted">{name}</dt>
          <dd className={`text-xl font-semibold tabular-nums ${tone}`}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface Props {
  params: Promise<{ org: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function OverviewPage({ params, searchParams }: Props) {
  const { org } = await params;
  const [groups, orphans] = await Promise.all([load((api) => api.runtimeGroups.list({ org })), load((api) => api.instances.listOrphaned({ org }))]);
  const now = Date.now();
  const orphaned = orphansText(orphans.length);
  const ofOrphans: Trouble[] = orphaned ? [{ key: "orphans", tone: "warn", text: orphaned, href: paths.orphans(org) }] : [];
  const troubles = [...groups.flatMap((group) => troublesOf(org, group, now)), ...ofOrphans].sort((a, b) => a.tone.localeCompare(b.tone));
  const state = listStateOf(await searchParams, "name");
  const { shown } = listRows(groups, { ...state, q: "" }, GROUP_LIST);
  const firstSteps = <FirstSteps org={org} groups={groups} />;
  return (
    <>
      <PageTitle title="Overview" />
      {!orphaned && firstSteps}
      <Strip groups={groups} />
      {troubles.length > 0 && (
        <Card title="Needs attention">
          <ul className="flex flex-col gap-1.5">
            {troubles.map(({ key, tone, text, href }) => (
              <li key={key} className="flex gap-2">
                <span aria-hidden="true" className={`w-3 shrink-0 text-center ${tone === "danger" ? "text-danger" : "text-warn"}`}>
                  {tone === "danger" ? "✕" : "!"}
                </span>
                <TextLink href={href}>{text}</TextLink>
              </li>
            ))}
          </ul>
        </Card>
      )}
      {orphaned && firstSteps}
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <h2 className="font-semibold">Runtime groups</h2>
        <Link href={paths.groups(org)} className="text-accent hover:underline">
          Search, or create a group
        </Link>
      </div>
      <GroupTable org={org} groups={shown} state={state} now={now} />
      {orphans.length > 0 && <Orphans orphans={orphans} now={now} />}
    </>
  );
}
