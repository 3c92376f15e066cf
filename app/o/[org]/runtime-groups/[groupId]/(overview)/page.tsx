import type { Metadata } from "next";
import Link from "next/link";
import { ChangeCounts } from "@/app/_shared/change-counts";
import { countText } from "@/app/_shared/count-text";
import { Copyable } from "@/app/_shared/copyable";
import { Facts } from "@/app/_shared/facts";
import { FleetFitNotice } from "@/app/_shared/fleet-fit";
import { SupportWarnings } from "@/app/_shared/gateway-support";
import { FreezeNotice } from "@/app/_shared/freeze-notice";
import { Labels } from "@/app/_shared/labels";
import { conditionLines, NeedsAttention } from "@/app/_shared/needs-attention";
import { SyncBar } from "@/app/_shared/sync-bar";
import { load, loadGroup } from "@/app/_trpc/server";
import { Card, Empty, LinkButton, TextLink } from "@/app/_ui/controls";
import { Time } from "@/app/_ui/time";
import { paths } from "@/app/paths";
import { can } from "@/server/domain/ability";
import { actionText } from "@/server/domain/action-text";
import type { DraftSummary } from "@/server/domain/draft";
import { isActive } from "@/server/domain/rollout/rollout";
import { deleteGroupAction } from "../../actions";
import { DeleteGroup } from "../../delete-group";
import { loadTellingRollout } from "../rollouts/load-rollouts";
import { RolloutCard } from "../rollouts/rollout-card";

export const metadata: Metadata = { title: "Overview" };

const RECENT_ROWS = 8;

type Group = Awaited<ReturnType<typeof loadGroup>>;

/** What the draft holds beyond what is live, with the way to publish it; nothing where that is nothing. */
function Unpublished({ org, groupId, draft, now }: { org: string; groupId: string; draft: DraftSummary; now: number }) {
  if (!draft.isChanged) return null;
  const { created, changed, deleted } = draft.changes;
  return (
    <div className="mt-3 flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t border-line pt-3">
      <div className="min-w-0">
        <p>
          <span className="text-warn">
            <span aria-hidden="true">●</span> {countText(created + changed + deleted, "change")} not published
          </span>
        </p>
        <p className="text-[13px] text-muted">
          <ChangeCounts counts={draft.changes} />
          {draft.lastStep && (
            <>
              , last by {draft.lastStep.authorName} <Time at={draft.lastStep.at} now={now} />
            </>
          )}
        </p>
      </div>
      <LinkButton kind="quiet" href={paths.review(org, groupId)}>
        Review
      </LinkButton>
    </div>
  );
}

/** What the instances run now, or the next step where that is nothing. */
function LiveVersion({ org, group, isDrafted, now }: { org: string; group: Group; isDrafted: boolean; now: number }) {
  const { id, liveVersion, instances } = group;
  if (!liveVersion) {
    return (
      <Empty title="Nothing is published">
        <p>
          {instances.total === 0
            ? "Write a config and publish it; each instance that you add then runs it."
            : "The instances are here and wait for their first config."}
        </p>
        {!isDrafted && <LinkButton href={paths.configuration(org, id)}>Write the config</LinkButton>}
      </Empty>
    );
  }
  const right = instances.inSync + instances.held;
  const isAll = right === instances.total;
  return (
    <div className="flex flex-col gap-2">
      <p>
        <TextLink href={paths.version(org, id, liveVersion.number)}>v{liveVersion.number}</TextLink>, published <Time at={liveVersion.createdAt} now={now} /> by{" "}
        {liveVersion.authorName}
      </p>
      {instances.total > 0 && (
        <p className="text-muted">
          {isAll ? "Every instance runs what it should." : `${right} of ${instances.total} instances run what they should.`}{" "}
          <TextLink href={paths.versionFleet(org, id, liveVersion.number)}>See who runs v{liveVersion.number}, and why others do not</TextLink>
        </p>
      )}
      <SyncBar counts={instances} />
    </div>
  );
}

export default async function GroupPage({ params }: { params: Promise<{ org: string; groupId: string }> }) {
  const { org, groupId } = await params;
  const [group, draft, fit, { rows, total }, rollout, { freeze }, conditions] = await Promise.all([
    loadGroup(org, groupId),
    load((api) => api.drafts.get({ org, groupId })),
    load((api) => api.instances.fit({ org, groupId })),
    load((api) => api.activity.list({ org, groupId })),
    loadTellingRollout(org, groupId),
    load((api) => api.groupFreezeWindows.getFreeze({ org, groupId })),
    load((api) => api.conditions.listOfGroup({ org, groupId })),
  ]);
  const now = Date.now();
  const facts = [
    ["ID", <Copyable key="id" text={group.id} label="the group's ID" />],
    ["Description", group.description],
    ["Labels", <Labels key="labels" labels={group.labels} isAll />],
    [
      "Instances",
      <Link key="instances" className="text-accent hover:underline" href={paths.instances(org, groupId)}>
        {group.instances.connected} of {group.instances.total} connected
      </Link>,
    ],
    ["Gateway versions", group.gatewayVersions.join(", ")],
    ["Created", <Time key="created" at={group.createdAt} now={now} />],
    ["Modified", <Time key="modified" at={group.updatedAt} now={now} />],
  ] as const;
  return (
    <>
      <NeedsAttention lines={conditionLines(org, conditions, false)} now={now} />
      <FleetFitNotice at={{ org, groupId }} fit={fit} what={`v${fit.number}`} isExpected />
      <SupportWarnings at={{ org, groupId }} gatewayVersions={group.gatewayVersions} now={now} />
      <FreezeNotice freeze={freeze}>
        Nothing is published or rolled back meanwhile. <TextLink href={paths.groupFreezeWindows(org, groupId)}>Freeze windows</TextLink>
      </FreezeNotice>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card title="Group">
          <Facts facts={facts} />
        </Card>
        <Card title="Live config version">
          <LiveVersion org={org} group={group} isDrafted={draft.isChanged} now={now} />
          <Unpublished org={org} groupId={groupId} draft={draft} now={now} />
        </Card>
      </div>
      {rollout && <RolloutCard at={{ org, groupId }} rollout={rollout} title={isActive(rollout.state) ? "Rollout" : "Last rollout"} now={now} />}
      <Card
        title="Recent activity"
        action={
          total > 0 && (
            <Link className="text-accent hover:underline" href={paths.activity(org, groupId)}>
              All of this group
            </Link>
          )
        }
      >
        {rows.length === 0 && <p className="text-muted">Nothing happened in this group yet.</p>}
        <ul className="flex flex-col gap-1.5">
          {rows.slice(0, RECENT_ROWS).map((row) => (
            <li key={row.id} className="flex flex-wrap gap-x-3">
              <span className="w-20 text-muted">
                <Time at={row.at} now={now} />
              </span>
              <span className="min-w-0 flex-1 break-words">
                {row.actor} {actionText(row.action)} <strong className="font-medium">{row.target}</strong>
              </span>
            </li>
          ))}
        </ul>
      </Card>
      {can(group.role, "group.write") && (
        <Card title="Delete">
          <div className="flex flex-wrap items-center justify-between gap-3">
            <p className="max-w-prose text-muted">Its instances keep serving what they run, and take no more config.</p>
            <DeleteGroup action={deleteGroupAction.bind(null, org, groupId)} name={group.name} instances={group.instances.total} />
          </div>
        </Card>
      )}
    </>
  );
}
