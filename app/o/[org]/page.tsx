import type { Metadata } from "next";
import Link from "next/link";
import { listRows, listStateOf } from "@/app/_shared/list-state";
import { load } from "@/app/_trpc/server";
import { Card, LinkButton } from "@/app/_ui/controls";
import { Live } from "@/app/_ui/live";
import { paths } from "@/app/paths";
import { GROUP_COLUMNS, type Group, GroupTable } from "./runtime-groups/group-table";

export const metadata: Metadata = { title: "Overview" };

/** What is wrong in a group, a cause a row. */
function troublesOf({ instances, name }: Group): string[] {
  const gone = instances.total - instances.connected;
  return [
    instances.rejected > 0 && `${name}: ${instances.rejected} rejected the live config version`,
    instances.drifted > 0 && `${name}: ${instances.drifted} changed on the node itself`,
    gone > 0 && `${name}: ${gone} not connected`,
  ].filter((each) => each !== false);
}

interface Props {
  params: Promise<{ org: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function OverviewPage({ params, searchParams }: Props) {
  const { org } = await params;
  const groups = await load((api) => api.runtimeGroups.list({ org }));
  const sum = (key: keyof Group["instances"]) => groups.reduce((total, group) => total + group.instances[key], 0);
  const total = sum("total");
  const strip = [["Connected", `${sum("connected")} of ${total}`], ["In sync", total ? `${Math.round((100 * sum("inSync")) / total)} %` : "–"], ["Rejected", sum("rejected")], ["Drifted", sum("drifted")]];
  const troubles = groups.flatMap((group) => troublesOf(group).map((text) => ({ text, group })));
  const first = groups[0];
  const state = listStateOf(await searchParams, "name");
  const { shown } = listRows(groups, { ...state, q: "" }, () => "", GROUP_COLUMNS);
  return (
    <>
      <Live everyMs={3000} />
      <h1 className="text-xl font-semibold">Overview</h1>
      <dl className="grid grid-cols-2 gap-3 md:grid-cols-4">
        {strip.map(([name, value]) => <div key={name} className="rounded-lg border border-line bg-raised p-3"><dt className="text-muted">{name}</dt><dd className="text-xl font-semibold">{value}</dd></div>)}
      </dl>
      {total === 0 && first && (
        <Card title="Connect the first instance">
          <p className="mb-3">Copy a setup script onto a host and watch it connect. Then publish a config with your first route.</p>
          <LinkButton href={paths.newInstance(org, first.id)}>New instance in {first.name}</LinkButton>
        </Card>
      )}
      {troubles.length > 0 && (
        <Card title="Needs attention">
          <ul className="flex flex-col gap-1">{troubles.map(({ text, group }) => <li key={text}><span aria-hidden="true" className="text-danger">✕ </span><Link className="text-accent underline" href={paths.instances(org, group.id)}>{text}</Link></li>)}</ul>
        </Card>
      )}
      <GroupTable org={org} groups={shown} state={state} now={Date.now()} />
      <p><Link className="text-accent underline" href={paths.groups(org)}>All runtime groups, search and create</Link></p>
    </>
  );
}
