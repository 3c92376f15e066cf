import type { Metadata } from "next";
import Link from "next/link";
import { sizeText } from "@/app/_shared/size-text";
import { StateBadge } from "@/app/_shared/state-badge";
import { load, loadGroup, loadOrg } from "@/app/_trpc/server";
import { Empty, LinkButton } from "@/app/_ui/controls";
import { Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { paths } from "@/app/paths";
import { can } from "@/server/domain/ability";
import { PublishAgain } from "../publish-again";

export const metadata: Metadata = { title: "Versions" };

export default async function VersionsPage({ params }: { params: Promise<{ org: string; groupId: string }> }) {
  const { org, groupId } = await params;
  const [versions, group, me] = await Promise.all([load((api) => api.configVersions.list({ org, groupId })), loadGroup(org, groupId), loadOrg(org)]);
  const now = Date.now();
  const canPublish = can(me.role, "config.publish");
  return (
    <Table label="Config versions" head={["Version", "Message", "Author", "Published", "Entities", "Size", "Runs on", ...(canPublish ? ["Action"] : [])]}>
      {versions.map((version) => (
        <tr key={version.number} className="hover:bg-hover">
          <td className="whitespace-nowrap"><Link className="font-medium text-accent hover:underline" href={paths.version(org, groupId, version.number)}>v{version.number}</Link> {version.isLive && <StateBadge state="live" />}</td>
          <td className="min-w-40 break-words">{version.message}</td>
          <td>{version.authorName}</td>
          <td><Time at={version.createdAt} now={now} /></td>
          <td className="tabular-nums">{version.entityCount}</td>
          <td className="whitespace-nowrap tabular-nums">{sizeText(version.sizeBytes)}</td>
          <td className="whitespace-nowrap tabular-nums">{version.instances} of {group.instances.total}</td>
          {canPublish && <td>{version.isLive ? <span className="text-muted">–</span> : <PublishAgain at={{ org, groupId }} number={version.number} instances={group.instances.total} />}</td>}
        </tr>
      ))}
      {versions.length === 0 && <tr><td colSpan={8}><Empty title="Nothing is published"><p>Each publish makes a numbered version that never changes.</p><LinkButton href={paths.configuration(org, groupId)}>Write the config</LinkButton></Empty></td></tr>}
    </Table>
  );
}
