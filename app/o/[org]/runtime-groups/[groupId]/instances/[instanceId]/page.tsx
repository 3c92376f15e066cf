import type { Metadata } from "next";
import { cache } from "react";
import { ConfirmButton } from "@/app/_shared/confirm-button";
import { CompatibilityNotice } from "@/app/_shared/compatibility-causes";
import { Copyable } from "@/app/_shared/copyable";
import { Facts } from "@/app/_shared/facts";
import { GatewayVersion } from "@/app/_shared/gateway-support";
import { Labels } from "@/app/_shared/labels";
import { StateBadge } from "@/app/_shared/state-badge";
import { load, loadGroup } from "@/app/_trpc/server";
import { Card, Notice, TextLink } from "@/app/_ui/controls";
import { Time } from "@/app/_ui/time";
import { paths } from "@/app/paths";
import { can, type Role } from "@/server/domain/ability";
import { revokeAction } from "../actions";
import { InstanceActions } from "../instance-actions";
import { ACT_NAMES, type ActName, ACTS } from "../instance-acts";
import { ApplyTimeline } from "./apply-timeline";
import { Rejection } from "./rejection";

interface Props {
  params: Promise<{ org: string; groupId: string; instanceId: string }>;
}

type Instance = Awaited<ReturnType<typeof read>>;

const read = cache((at: { org: string; groupId: string; instanceId: string }) => load((api) => api.instances.get(at)));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await read(await params)).hostname };
}

/** What can be done with it as it is. */
function actsOf({ archivedAt, isRevoked, pinnedVersion, pausedVersion }: Instance, role: Role): ActName[] {
  if (archivedAt !== null) return [];
  const isOf: Partial<Record<ActName, boolean>> = {
    sync: !isRevoked,
    rotate: !isRevoked,
    unpin: pinnedVersion !== null,
    pause: pausedVersion === null,
    resume: pausedVersion !== null,
  };
  return ACT_NAMES.filter((name) => (isOf[name] ?? true) && can(role, ACTS[name].ability));
}

/** What a person has decided about it, and what that means. */
function Held({ at, instance, now }: { at: { org: string; groupId: string }; instance: Instance; now: number }) {
  const { pinnedVersion, pinNote, pausedVersion, archivedAt } = instance;
  const version = (number: number) => <TextLink href={paths.version(at.org, at.groupId, number)}>v{number}</TextLink>;
  return (
    <>
      {archivedAt !== null && (
        <Notice tone="warn">
          Archived <Time at={archivedAt} now={now} />: it is refused (403) until it enrolls again with a new token.
        </Notice>
      )}
      {pinnedVersion !== null && (
        <Notice tone="warn">
          Pinned to {version(pinnedVersion)}, whatever is published{pinNote ? `: ${pinNote}` : "."}
        </Notice>
      )}
      {pausedVersion !== null && (
        <Notice tone="warn">Updates are paused at {version(pausedVersion)}; newer config versions wait until they are resumed.</Notice>
      )}
    </>
  );
}

/** The state and age of its credential. */
function Credential({ instance, now }: { instance: Instance; now: number }) {
  const { isRevoked, credentialIssuedAt, rotationRequestedAt } = instance;
  return (
    <>
      <StateBadge state={isRevoked ? "revoked" : "valid"} />
      {!isRevoked && credentialIssuedAt !== null && (
        <>
          , issued <Time at={credentialIssuedAt} now={now} />
        </>
      )}
      {rotationRequestedAt !== null && (
        <>
          ; a new one was asked for <Time at={rotationRequestedAt} now={now} />
        </>
      )}
    </>
  );
}

/** The four states side by side, each with the fact it comes from. */
function States({ instance, now }: { instance: Instance; now: number }) {
  const { state, runningVersion, expectedVersion, lastSeenAt, gatewayVersion } = instance;
  const nameOf = (version: number | null) => (version ? `v${version}` : "nothing");
  const cells = [
    [
      "Connection",
      state.connection,
      <>
        last seen <Time at={lastSeenAt} now={now} />
      </>,
    ],
    ["Sync", state.sync, `runs ${nameOf(runningVersion)}, expected ${nameOf(expectedVersion)}`],
    ["Readiness", state.readiness, "by the node's /status/ready"],
    ["Compatibility", state.compatibility, gatewayVersion ? `Gateway ${gatewayVersion}` : "the Gateway version is not told yet"],
  ] as const;
  return (
    <dl className="grid grid-cols-2 overflow-hidden rounded-lg border border-line bg-raised lg:grid-cols-4">
      {cells.map(([name, value, cause]) => (
        <div key={name} className="border-line px-4 py-3 max-lg:border-b">
          <dt className="text-[13px] text-muted">{name}</dt>
          <dd className="font-semibold">
            <StateBadge state={value} />
          </dd>
          <dd className="text-[13px] text-muted">{cause}</dd>
        </div>
      ))}
    </dl>
  );
}

function Identity({ at, instance, now }: { at: { org: string; groupId: string }; instance: Instance; now: number }) {
  const version = (number: number | null, none: string) => (number ? <TextLink href={paths.version(at.org, at.groupId, number)}>v{number}</TextLink> : none);
  const facts = [
    ["ID", <Copyable key="id" text={instance.id} label="the instance's ID" />],
    ["Running", version(instance.runningVersion, "nothing that Signalbox published")],
    [
      "Expected",
      <span key="expected">
        {version(instance.expectedVersion, "nothing is published")}
        {instance.runningVersion && instance.expectedVersion && instance.runningVersion !== instance.expectedVersion && (
          <>
            {" "}
            (<TextLink href={paths.compare(at.org, at.groupId, instance.runningVersion, instance.expectedVersion)}>what is different</TextLink>)
          </>
        )}
      </span>,
    ],
    ["Address", instance.address && <Copyable text={instance.address} label="the address" />],
    ["Gateway version", instance.gatewayVersion && <GatewayVersion key="gateway" version={instance.gatewayVersion} now={now} />],
    ["Agent", instance.agentVersion],
    ["Labels", <Labels key="labels" labels={instance.labels} isAll />],
    ["First seen", <Time key="first" at={instance.firstSeenAt} now={now} />],
    ["Credential", <Credential key="credential" instance={instance} now={now} />],
    ["Record", instance.isEphemeral ? "ephemeral: it goes when the instance stops" : "kept when the instance stops"],
    [
      "Loaded plugins",
      instance.plugins.length > 0 && (
        <details>
          <summary>{instance.plugins.length}</summary>
          <code className="text-[13px]">{instance.plugins.join(", ")}</code>
        </details>
      ),
    ],
  ] as const;
  return (
    <Card title="Identity">
      <Facts facts={facts} />
    </Card>
  );
}

export default async function InstancePage({ params }: Props) {
  const at = await params;
  const [instance, group] = await Promise.all([read(at), loadGroup(at.org, at.groupId)]);
  const now = Date.now();
  const acts = actsOf(instance, group.role);
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <h2 className="mr-auto text-lg font-semibold break-all">{instance.hostname}</h2>
        {acts.length > 0 && (
          <InstanceActions
            at={{ org: at.org, groupId: at.groupId }}
            choose={{ instanceIds: [instance.id] }}
            whom={instance.hostname}
            acts={acts}
            live={group.liveVersion?.number ?? null}
          />
        )}
        {can(group.role, "instance.revoke") && !instance.isRevoked && instance.archivedAt === null && (
          <ConfirmButton
            isDanger
            label="Revoke credential"
            title={`Revoke the credential of ${instance.hostname}?`}
            action={revokeAction.bind(null, at)}
            done="Credential revoked. The instance is refused from now on."
          >
            The instance is refused (401) from its next request on, takes no more config, and keeps serving what it runs. It comes back only by enrolling again
            with a new token.
          </ConfirmButton>
        )}
      </div>
      <Held at={at} instance={instance} now={now} />
      {instance.syncRequestedAt !== null && (
        <Notice tone="ok" role="status">
          Asked to sync <Time at={instance.syncRequestedAt} now={now} />; it is told at its next poll.
        </Notice>
      )}
      {instance.isRevoked && (
        <Notice tone="warn">The credential is revoked: the instance takes no more config. Enroll it again with a new token to bring it back.</Notice>
      )}
      {instance.state.sync === "drifted" && (
        <Notice tone="warn">
          The config on the node was changed at its own admin API.{" "}
          {group.healsDrift
            ? "The agent puts back what the group has published."
            : "It stays so, because the group says to report drift only; Sync now puts back what is published."}
        </Notice>
      )}
      <States instance={instance} now={now} />
      <CompatibilityNotice at={{ org: at.org, groupId: at.groupId }} compatibility={instance.compatibility} />
      {instance.rejected && (
        <Rejection at={{ org: at.org, groupId: at.groupId }} rejected={instance.rejected} runningVersion={instance.runningVersion} now={now} />
      )}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Identity at={at} instance={instance} now={now} />
        <ApplyTimeline rows={instance.timeline} now={now} />
      </div>
    </>
  );
}
