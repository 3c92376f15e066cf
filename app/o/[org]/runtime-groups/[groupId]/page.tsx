import Link from "next/link";
import { Labels } from "@/app/_shared/labels";
import { SyncBar } from "@/app/_shared/sync-bar";
import { load } from "@/app/_trpc/server";
import { Card, LinkButton } from "@/app/_ui/controls";
import { CopyButton } from "@/app/_ui/copy-button";
import { Live } from "@/app/_ui/live";
import { Time } from "@/app/_ui/time";
import { paths } from "@/app/paths";

const RECENT_ROWS = 8;

export default async function GroupPage({ params }: { params: Promise<{ org: string; groupId: string }> }) {
  const { org, groupId } = await params;
  const [group, activity] = await load((api) => Promise.all([api.runtimeGroups.get({ org, groupId }), api.activity.list({ org })]));
  const now = Date.now();
  const { liveVersion, instances } = group;
  const recent = activity.filter((row) => row.groupId === groupId).slice(0, RECENT_ROWS);
  return (
    <>
      <Live />
      <Card>
        <dl className="grid gap-x-6 gap-y-2 md:grid-cols-[8rem_1fr] [&_dt]:text-muted">
          <dt>ID</dt><dd className="flex flex-wrap items-center gap-2"><code className="break-all">{group.id}</code> <CopyButton text={group.id} label="the group's ID" /></dd>
          <dt>Description</dt><dd>{group.description || "–"}</dd>
          <dt>Labels</dt><dd><Labels labels={group.labels} /></dd>
          <dt>Created</dt><dd><Time at={group.createdAt} now={now} />, modified <Time at={group.updatedAt} now={now} /></dd>
        </dl>
      </Card>
      <Card title="Live config version">
        {liveVersion ? (
          <><p className="mb-3"><Link className="text-accent underline" href={paths.version(org, groupId, liveVersion.number)}>v{liveVersion.number}</Link>, published <Time at={liveVersion.createdAt} now={now} /> by {liveVersion.authorName}.</p><SyncBar counts={instances} /></>
        ) : instances.total === 0 ? (
          <p>Nothing is published, and no instance is here. Add an instance first, then publish a config.</p>
        ) : (
          <><p className="mb-3">Nothing is published: the instances are connected and wait.</p><LinkButton href={paths.configuration(org, groupId)}>Publish a config</LinkButton></>
        )}
      </Card>
      <Card title="Recent activity">
        {recent.length === 0 && <p className="text-muted">Nothing happened in this group yet.</p>}
        <ul className="flex flex-col gap-1">{recent.map((row) => <li key={row.id}><Time at={row.at} now={now} />: {row.actor}, <code>{row.action}</code> {row.target}</li>)}</ul>
      </Card>
    </>
  );
}
