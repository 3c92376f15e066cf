import Link from "next/link";
import { load } from "@/app/_trpc/server";
import { StateBadge, Table } from "@/app/_ui/controls";
import { Live } from "@/app/_ui/live";
import { Time } from "@/app/_ui/time";
import { paths } from "@/app/paths";

export default async function InstancesPage({ params }: { params: Promise<{ org: string; groupId: string }> }) {
  const { org, groupId } = await params;
  const instances = await load((api) => api.instances.list({ org, groupId }));
  const now = Date.now();
  return (
    <>
      <Live />
      <p><Link className="text-accent underline" href={paths.newInstance(org, groupId)}>New instance</Link></p>
      <Table label="Instances" head={["Host", "Connection", "Sync", "Readiness", "Compatibility", "Running", "Gateway version", "Last seen"]}>
        {instances.map((each) => (
          <tr key={each.id}>
            <td><Link className="text-accent underline" href={paths.instance(org, groupId, each.id)}>{each.hostname}</Link></td>
            <td><StateBadge state={each.state.connection} /></td>
            <td><StateBadge state={each.state.sync} /></td>
            <td><StateBadge state={each.state.readiness} /></td>
            <td><StateBadge state={each.state.compatibility} /></td>
            <td>{each.runningVersion ? `v${each.runningVersion}` : "–"}</td>
            <td>{each.gatewayVersion ?? "–"}</td>
            <td><Time at={each.lastSeenAt} now={now} /></td>
          </tr>
        ))}
        {instances.length === 0 && <tr><td colSpan={8}>No instance yet. Choose New instance and copy its blocks onto a host.</td></tr>}
      </Table>
    </>
  );
}
