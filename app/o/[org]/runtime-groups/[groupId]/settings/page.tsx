import type { Metadata } from "next";
import { ConfirmButton } from "@/app/_shared/confirm-button";
import { Labels } from "@/app/_shared/labels";
import { savedText } from "@/app/_shared/rollout/strategy-text";
import { StateBadge } from "@/app/_shared/state-badge";
import { load, loadGroup } from "@/app/_trpc/server";
import { Card, Empty, LinkButton } from "@/app/_ui/controls";
import { Table } from "@/app/_ui/table";
import { Moment, Time } from "@/app/_ui/time";
import { paths } from "@/app/paths";
import { can, roleName } from "@/server/domain/ability";
import { deleteGroupAction, revokeTokenAction } from "../../actions";
import { DeleteGroup } from "../../delete-group";
import { GroupFreezeWindows } from "./group-freeze-windows";
import { GroupSettingsForm } from "./group-settings-form";
import { SelectorPins } from "./selector-pins";
import { StrategyForm } from "./strategy-form";

export const metadata: Metadata = { title: "Group settings" };

async function Tokens({ org, groupId, canRevoke }: { org: string; groupId: string; canRevoke: boolean }) {
  const tokens = await load((api) => api.enrollmentTokens.list({ org, groupId }));
  const now = Date.now();
  return (
    <Table label="Enrollment tokens" head={["Made", "By", "State", "Uses", "Expires", "Labels", "Ephemeral", ...(canRevoke ? ["Action"] : [])]}>
      {tokens.map((token) => (
        <tr key={token.id}>
          <td>
            <Time at={token.createdAt} now={now} />
          </td>
          <td>{token.createdBy}</td>
          <td>
            <StateBadge state={token.state} />
          </td>
          <td className="whitespace-nowrap">
            {token.uses} of {token.maxUses ?? "unlimited"}
          </td>
          <td>
            <Moment at={token.expiresAt} />
          </td>
          <td>
            <Labels labels={token.labels} />
          </td>
          <td>{token.isEphemeral ? "yes" : "no"}</td>
          {canRevoke && (
            <td>
              {token.state === "valid" ? (
                <ConfirmButton
                  isDanger
                  label="Revoke"
                  title="Revoke this enrollment token?"
                  action={revokeTokenAction.bind(null, org, groupId, token.id)}
                  done="Enrollment token revoked."
                >
                  It enrolls nothing more. The instances that it enrolled stay, with credentials of their own.
                </ConfirmButton>
              ) : (
                <span className="text-muted">–</span>
              )}
            </td>
          )}
        </tr>
      ))}
      {tokens.length === 0 && (
        <tr>
          <td colSpan={8}>
            <Empty title="No enrollment token yet">
              <p>New instance makes one; it is listed here, without its secret.</p>
              <LinkButton href={paths.newInstance(org, groupId)}>New instance</LinkButton>
            </Empty>
          </td>
        </tr>
      )}
    </Table>
  );
}

/** How a publish goes out unless it says otherwise, to be changed by who may. */
async function HowPublishesGoOut({ org, groupId, instances, canWrite }: { org: string; groupId: string; instances: number; canWrite: boolean }) {
  const { strategy, stamp } = await load((api) => api.rollouts.getStrategy({ org, groupId }));
  if (canWrite) return <StrategyForm at={{ org, groupId }} saved={strategy} stamp={stamp} instances={instances} />;
  return <p>{savedText(strategy)}</p>;
}

export default async function GroupSettingsPage({ params }: { params: Promise<{ org: string; groupId: string }> }) {
  const { org, groupId } = await params;
  const group = await loadGroup(org, groupId);
  const canWrite = can(group.role, "group.write");
  return (
    <>
      <Card title="Group">
        {canWrite ? (
          <GroupSettingsForm at={{ org, groupId }} group={group} />
        ) : (
          <p className="text-muted">Your role ({roleName(group.role)}) does not change this group; an Admin can.</p>
        )}
      </Card>
      <Card title="How a publish goes out">
        <HowPublishesGoOut org={org} groupId={groupId} instances={group.instances.total} canWrite={canWrite} />
      </Card>
      <GroupFreezeWindows org={org} groupId={groupId} canWrite={canWrite} />
      <SelectorPins at={{ org, groupId }} canPin={can(group.role, "config.publish")} live={group.liveVersion?.number ?? null} />
      <h2 className="font-semibold">Enrollment tokens</h2>
      {can(group.role, "instance.enroll") ? (
        <Tokens org={org} groupId={groupId} canRevoke={can(group.role, "instance.revoke")} />
      ) : (
        <p className="text-muted">Your role ({roleName(group.role)}) does not see them; an Editor or Admin does.</p>
      )}
      {canWrite && (
        <Card title="Danger zone">
          <div className="flex flex-wrap items-center justify-between gap-3">
            <p className="max-w-prose text-muted">
              Deleting the group deletes its config versions and enrollment tokens. Its instances keep serving what they run.
            </p>
            <DeleteGroup action={deleteGroupAction.bind(null, org, groupId)} name={group.name} instances={group.instances.total} />
          </div>
        </Card>
      )}
    </>
  );
}
