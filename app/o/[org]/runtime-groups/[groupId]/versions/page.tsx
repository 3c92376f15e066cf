import Link from "next/link";
import { load } from "@/app/_trpc/server";
import { Table } from "@/app/_ui/controls";
import { Live } from "@/app/_ui/live";
import { Time } from "@/app/_ui/time";
import { paths } from "@/app/paths";
import { can } from "@/server/domain/ability";
import { PublishAgain } from "./publish-again";

export default async function VersionsPage({ params }: { params: Promise<{ org: string; groupId: string }> }) {
  const at = await params;
  const [versions, me] = await load((api) => Promise.all([api.configVersions.list(at), api.org.get(at)]));
  const now = Date.now();
  return (
    <>
      <Live everyMs={3000} />
      <h2 className="text-lg font-semibold">Config versions</h2>
      <Table label="Config versions" head={["Number", "Message", "Author", "Published", "Entities", "Bytes", "Instances", "Action"]}>
        {versions.map((version) => (
          <tr key={version.number}>
            <td><Link className="text-accent underline" href={paths.version(at.org, at.groupId, version.number)}>v{version.number}</Link> {version.isLive && "live"}</td>
            <td>{version.message}</td><td>{version.authorName}</td><td><Time at={version.createdAt} now={now} /></td>
            <td>{version.entityCount}</td><td>{version.sizeBytes}</td><td>{version.instances}</td>
            <td>{!version.isLive && can(me.role, "config.publish") && <PublishAgain at={at} number={version.number} />}</td>
          </tr>
        ))}
        {versions.length === 0 && <tr><td colSpan={8}>Nothing is published. Write a document under Configuration and publish it.</td></tr>}
      </Table>
    </>
  );
}
