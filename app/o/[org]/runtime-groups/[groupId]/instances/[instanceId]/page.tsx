import { load } from "@/app/_trpc/server";
import { Card, StateBadge, Table } from "@/app/_ui/controls";
import { CopyButton } from "@/app/_ui/copy-button";
import { Live } from "@/app/_ui/live";
import { Time } from "@/app/_ui/time";
import { can } from "@/server/domain/ability";
import { RevokeForm } from "./revoke-form";

type Params = Promise<{ org: string; groupId: string; instanceId: string }>;

export default async function InstancePage({ params }: { params: Params }) {
  const { org, groupId, instanceId } = await params;
  const [instance, me] = await load((api) => Promise.all([api.instances.get({ org, groupId, instanceId }), api.org.get({ org })]));
  const now = Date.now();
  const facts = [["Address", instance.address], ["Gateway version", instance.gatewayVersion], ["Agent", instance.agentVersion], ["Labels", Object.entries(instance.labels).map((pair) => pair.join("=")).join(", ")]];
  return (
    <>
      <Live />
      <h2 className="text-lg font-semibold">{instance.hostname}</h2>
      <Card>
        <p className="flex flex-wrap items-center gap-2">ID <code className="break-all">{instance.id}</code> <CopyButton text={instance.id} label="the instance's ID" /></p>
        <p className="flex flex-wrap gap-4">{Object.entries(instance.state).map(([name, state]) => <span key={name}><span className="text-muted">{name}:</span> <StateBadge state={state} /></span>)}</p>
        <p>Running {instance.runningVersion ? `v${instance.runningVersion}` : "nothing"}, expected {instance.expectedVersion ? `v${instance.expectedVersion}` : "nothing"}. Last seen <Time at={instance.lastSeenAt} now={now} />.</p>
        <p className="text-muted">{facts.map(([name, value]) => `${name}: ${value || "–"}`).join("; ")}</p>
      </Card>
      {instance.rejected && (
        <Card title={`Rejected ${instance.rejected.versionNumber ? `v${instance.rejected.versionNumber}` : "a config"}`}>
          <p>Kong answered {instance.rejected.kongStatus || "nothing: the agent refused it"}. The node keeps serving what it ran before.</p>
          <ul className="my-2 list-disc pl-5">
            {instance.rejected.errors.map((error, index) => (
              <li key={index}><strong>{[error.entityType, error.entityName ?? error.entityId].filter(Boolean).join(" ") || "Document"}</strong>{error.field && <>, field <code>{error.field}</code></>}: {error.message}</li>
            ))}
          </ul>
          <details><summary className="cursor-pointer">Exact text</summary><pre className="overflow-x-auto whitespace-pre-wrap break-all" tabIndex={0}>{instance.rejected.body}</pre></details>
        </Card>
      )}
      <Table label="Apply timeline" head={["When", "What", "Config version", "Kong's status"]}>
        {instance.timeline.map((row) => <tr key={row.id}><td><Time at={row.at} now={now} /></td><td>{row.kind}</td><td>{row.versionNumber ? `v${row.versionNumber}` : "–"}</td><td>{row.kongStatus ?? "–"}</td></tr>)}
        {instance.timeline.length === 0 && <tr><td colSpan={4}>Nothing was offered to this instance yet.</td></tr>}
      </Table>
      {can(me.role, "instance.revoke") && !instance.isRevoked && <Card title="Revoke the credential"><RevokeForm org={org} groupId={groupId} instanceId={instanceId} /></Card>}
      {instance.isRevoked && <p className="text-warn">The credential is revoked. Enroll the instance again to bring it back.</p>}
    </>
  );
}
