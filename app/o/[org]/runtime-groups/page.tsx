import Link from "next/link";
import { load } from "@/app/_trpc/server";
import { Card, Table } from "@/app/_ui/controls";
import { Live } from "@/app/_ui/live";
import { Time } from "@/app/_ui/time";
import { paths } from "@/app/paths";
import { can } from "@/server/domain/ability";
import { CreateGroupForm } from "./group-forms";

interface Props {
  params: Promise<{ org: string }>;
  searchParams: Promise<{ q?: string }>;
}

export default async function RuntimeGroupsPage({ params, searchParams }: Props) {
  const { org } = await params;
  const { q = "" } = await searchParams;
  const [groups, me] = await load((api) => Promise.all([api.runtimeGroups.list({ org }), api.org.get({ org })]));
  const shown = groups.filter((group) => `${group.name} ${group.id} ${group.description}`.toLowerCase().includes(q.toLowerCase()));
  const sum = (pick: (group: (typeof groups)[number]) => number) => groups.reduce((total, group) => total + pick(group), 0);
  const now = Date.now();
  return (
    <>
      <Live everyMs={3000} />
      <h1 className="text-xl font-semibold">Runtime groups</h1>
      <p className="text-muted">
        {sum((group) => group.instances.connected)} of {sum((group) => group.instances.total)} instances connected, {sum((group) => group.instances.inSync)} in sync, {sum((group) => group.instances.rejected)} rejected, {sum((group) => group.instances.drifted)} drifted
      </p>
      <form className="flex gap-2" role="search">
        <label className="flex items-center gap-2">Search <input name="q" defaultValue={q} className="min-h-9 rounded-md border border-line bg-raised px-2" /></label>
      </form>
      <Table label="Runtime groups" head={["Name", "Connected", "Live version", "In sync", "Gateway versions", "Published"]}>
        {shown.map((group) => (
          <tr key={group.id}>
            <td><Link className="font-medium text-accent underline" href={paths.group(org, group.id)}>{group.name}</Link> <span className="text-muted">{group.description}</span></td>
            <td>{group.instances.connected}/{group.instances.total}</td>
            <td>{group.liveVersion ? `v${group.liveVersion.number}` : "nothing published"}</td>
            <td>{group.instances.inSync}/{group.instances.total}</td>
            <td>{group.gatewayVersions.join(", ") || "–"}</td>
            <td>{group.liveVersion ? <><Time at={group.liveVersion.createdAt} now={now} /> by {group.liveVersion.authorName}</> : "–"}</td>
          </tr>
        ))}
        {shown.length === 0 && <tr><td colSpan={6}>{q ? "No group fits this search." : "No group yet. Create one below, then add an instance to it."}</td></tr>}
      </Table>
      {can(me.role, "group.write") && <Card title="New runtime group"><CreateGroupForm org={org} /></Card>}
    </>
  );
}
