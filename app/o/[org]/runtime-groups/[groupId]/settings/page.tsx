import type { Metadata } from "next";
import { Labels } from "@/app/_shared/labels";
import { load } from "@/app/_trpc/server";
import { Button, Card, Table } from "@/app/_ui/controls";
import { Time } from "@/app/_ui/time";
import { can } from "@/server/domain/ability";
import { deleteGroupAction, revokeTokenAction, updateGroupAction } from "../../actions";
import { DeleteGroupForm, GroupForm } from "../../group-forms";

export const metadata: Metadata = { title: "Group settings" };

export default async function GroupSettingsPage({ params }: { params: Promise<{ org: string; groupId: string }> }) {
  const { org, groupId } = await params;
  const [group, me] = await load((api) => Promise.all([api.runtimeGroups.get({ org, groupId }), api.org.get({ org })]));
  const tokens = can(me.role, "instance.enroll") ? await load((api) => api.enrollmentTokens.list({ org, groupId })) : [];
  const now = Date.now();
  if (!can(me.role, "instance.enroll")) return <p>Your role ({me.role}) sees no settings of this group. Ask an Admin.</p>;
  return (
    <>
      {can(me.role, "group.write") && <Card title="Group"><GroupForm action={updateGroupAction.bind(null, org, groupId)} button="Save" group={group} /></Card>}
      <h2 className="font-semibold">Enrollment tokens</h2>
      <Table label="Enrollment tokens" head={["Made", "By", "State", "Uses", "Expires", "Labels", "Ephemeral", "Action"]}>
        {tokens.map((token) => (
          <tr key={token.id}>
            <td><Time at={token.createdAt} now={now} /></td><td>{token.createdBy}</td><td>{token.state}</td><td>{token.uses} of {token.maxUses ?? "unlimited"}</td>
            <td><time dateTime={new Date(token.expiresAt).toISOString()}>{new Date(token.expiresAt).toISOString().slice(0, 16).replace("T", " ")} UTC</time></td>
            <td><Labels labels={token.labels} /></td><td>{token.isEphemeral ? "yes" : "no"}</td>
            <td>{token.state === "valid" && can(me.role, "instance.revoke") ? <form action={revokeTokenAction.bind(null, org, groupId, token.id)}><Button kind="danger">Revoke</Button></form> : "–"}</td>
          </tr>
        ))}
        {tokens.length === 0 && <tr><td colSpan={8}>No token yet. New instance makes one.</td></tr>}
      </Table>
      {can(me.role, "group.write") && <Card title="Danger zone: delete this group"><DeleteGroupForm action={deleteGroupAction.bind(null, org, groupId)} name={group.name} instances={group.instances.total} /></Card>}
    </>
  );
}
