import Link from "next/link";
import { load } from "@/app/_trpc/server";
import { Card } from "@/app/_ui/controls";
import { CopyButton } from "@/app/_ui/copy-button";
import { Live } from "@/app/_ui/live";
import { Time } from "@/app/_ui/time";
import { paths } from "@/app/paths";
import { can } from "@/server/domain/ability";
import { DeleteGroupForm } from "../group-forms";

export default async function GroupPage({ params }: { params: Promise<{ org: string; groupId: string }> }) {
  const { org, groupId } = await params;
  const [group, me] = await load((api) => Promise.all([api.runtimeGroups.get({ org, groupId }), api.org.get({ org })]));
  const now = Date.now();
  const { instances, liveVersion } = group;
  return (
    <>
      <Live />
      <Card>
        <p className="flex flex-wrap items-center gap-2">ID <code className="break-all">{group.id}</code> <CopyButton text={group.id} label="the group's ID" /></p>
        <p>{group.description || <span className="text-muted">No description.</span>}</p>
        <p className="text-muted">Created <Time at={group.createdAt} now={now} />, modified <Time at={group.updatedAt} now={now} />; instances poll every {group.pollIntervalSeconds} s.</p>
      </Card>
      <Card title="Live config version">
        {liveVersion ? (
          <p><Link className="text-accent underline" href={paths.version(org, groupId, liveVersion.number)}>v{liveVersion.number}</Link>, published <Time at={liveVersion.createdAt} now={now} /> by {liveVersion.authorName}. In sync: {instances.inSync} of {instances.total}; pending {instances.pending}, rejected {instances.rejected}, drifted {instances.drifted}.</p>
        ) : (
          <p>Nothing is published. <Link className="text-accent underline" href={paths.newInstance(org, groupId)}>Add an instance</Link>, then <Link className="text-accent underline" href={paths.configuration(org, groupId)}>publish a config</Link>.</p>
        )}
      </Card>
      {can(me.role, "group.write") && <Card title="Delete this group"><DeleteGroupForm org={org} groupId={groupId} name={group.name} instances={instances.total} /></Card>}
    </>
  );
}
