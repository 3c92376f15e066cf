import type { Metadata } from "next";
import Link from "next/link";
import { type AttentionLine, conditionLines, NeedsAttention } from "@/app/_shared/needs-attention";
import { countText } from "@/app/_shared/count-text";
import { FirstSteps } from "@/app/_shared/first-steps";
import { listStateOf } from "@/app/_shared/list-state";
import { Orphans, orphansText } from "@/app/_shared/orphans";
import { load } from "@/app/_trpc/server";
import { PageTitle } from "@/app/_ui/controls";
import { paths } from "@/app/paths";
import { supportWarnings } from "@/server/domain/gateway-support";
import { listRows } from "@/server/domain/list-rows";
import { GROUP_LIST, type Group, GroupTable } from "../runtime-groups/group-table";

export const metadata: Metadata = { title: "Overview" };

/** What is nobody's fault: instances that wait for a first config, Gateway versions that have no support any more, instances whose group is gone. */
function leftToDo(org: string, groups: Group[], orphaned: string | null, now: number): AttentionLine[] {
  const ofGroups = groups.flatMap(({ id, name, liveVersion, gatewayVersions, instances: { total } }): AttentionLine[] => {
    const waiting = `nothing is published, and ${countText(total, "instance")} ${total === 1 ? "waits" : "wait"} for it`;
    return [
      ...(liveVersion || total === 0 ? [] : [{ text: waiting, href: paths.configuration(org, id) }]),
      ...supportWarnings(gatewayVersions, now).map(({ message }) => ({ text: message, href: paths.instances(org, id, { sort: "gateway" }) })),
    ].map(({ text, href }) => ({ id: `${id} ${text}`, tone: "warn", text: `${name}: ${text}`, href }));
  });
  return orphaned ? [...ofGroups, { id: "orphans", tone: "warn", text: orphaned, href: paths.orphans(org) }] : ofGroups;
}

function Strip({ groups, expiring }: { groups: Group[]; expiring: number }) {
  const sum = (key: keyof Group["instances"]) => groups.reduce((total, group) => total + group.instances[key], 0);
  const total = sum("total");
  const cells = [
    ["Connected", `${sum("connected")} of ${total}`, ""],
    ["In sync", total ? `${Math.floor((100 * sum("inSync")) / total)} %` : "–", ""],
    ["Rejected", sum("rejected"), sum("rejected") ? "text-danger" : ""],
    ["Drifted", sum("drifted"), sum("drifted") ? "text-warn" : ""],
    ["Expiring within 30 days", expiring, expiring ? "text-warn" : ""],
  ] as const;
  return (
    <dl className="grid grid-cols-2 divide-line overflow-hidden rounded-lg border border-line bg-raised md:grid-cols-5 md:divide-x">
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
  const [groups, orphans, conditions] = await Promise.all([
    load((api) => api.runtimeGroups.list({ org })),
    load((api) => api.instances.listOrphaned({ org, isArchived: false, pageSize: 10 })),
    load((api) => api.conditions.list({ org })),
  ]);
  const now = Date.now();
  const expiring = conditions.reduce((sum, { kind, count }) => sum + (kind === "tokenExpiring" || kind === "certificateExpiring" ? count : 0), 0);
  const orphaned = orphansText(orphans.total);
  const state = listStateOf(await searchParams, "name");
  const { shown } = listRows(groups, { ...state, q: "" }, GROUP_LIST);
  const firstSteps = <FirstSteps org={org} groups={groups} />;
  return (
    <>
      <PageTitle title="Overview" />
      {!orphaned && firstSteps}
      <Strip groups={groups} expiring={expiring} />
      <NeedsAttention lines={[...conditionLines(org, conditions), ...leftToDo(org, groups, orphaned, now)]} now={now} />
      {orphaned && firstSteps}
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <h2 className="font-semibold">Runtime groups</h2>
        <Link href={paths.groups(org)} className="text-accent hover:underline">
          Search, or create a group
        </Link>
      </div>
      <GroupTable org={org} groups={shown} state={state} now={now} />
      {orphans.total > 0 && <Orphans org={org} orphans={orphans.rows} total={orphans.total} now={now} />}
    </>
  );
}
