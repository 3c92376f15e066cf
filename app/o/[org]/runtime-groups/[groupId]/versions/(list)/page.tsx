import type { Metadata } from "next";
import Link from "next/link";
import { Pager, SortHead } from "@/app/_shared/list-controls";
import { ListSearch } from "@/app/_shared/list-search";
import { listStateOf } from "@/app/_shared/list-state";
import { sizeText } from "@/app/_shared/size-text";
import { StateBadge } from "@/app/_shared/state-badge";
import { load, loadGroup, loadOrg } from "@/app/_trpc/server";
import { Empty, LinkButton } from "@/app/_ui/controls";
import { Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { paths } from "@/app/paths";
import type { listConfigVersions } from "@/server/config-versions/list";
import { can } from "@/server/domain/ability";
import { type ListColumns, listRows } from "@/server/domain/list-rows";
import { PublishAgain } from "../publish-again";

export const metadata: Metadata = { title: "Versions" };

type Version = Awaited<ReturnType<typeof listConfigVersions>>[number];

const LIST: ListColumns<Version> = {
  textOf: (version) => `v${version.number} ${version.message} ${version.authorName} ${version.etag}`,
  sortBy: {
    number: (version) => version.number,
    author: (version) => version.authorName,
    entities: (version) => version.entityCount,
    size: (version) => version.sizeBytes,
    runs: (version) => version.instances,
  },
};
const HEADS: { name: string; column?: string }[] = [
  { name: "Version", column: "number" },
  { name: "Message" },
  { name: "Author", column: "author" },
  { name: "Published" },
  { name: "Entities", column: "entities" },
  { name: "Size", column: "size" },
  { name: "Runs on", column: "runs" },
];

interface Props {
  params: Promise<{ org: string; groupId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function VersionsPage({ params, searchParams }: Props) {
  const { org, groupId } = await params;
  const state = listStateOf(await searchParams, "-number");
  const [versions, group, me] = await Promise.all([load((api) => api.configVersions.list({ org, groupId })), loadGroup(org, groupId), loadOrg(org)]);
  const now = Date.now();
  const canPublish = can(me.role, "config.publish");
  const { shown, total, pages } = listRows(versions, state, LIST);
  const head = HEADS.map(({ name, column }) =>
    column ? (
      <SortHead key={name} state={state} column={column}>
        {name}
      </SortHead>
    ) : (
      name
    ),
  );
  return (
    <>
      {versions.length > 0 && <ListSearch state={state} label="Search by message, author or hash" />}
      <Table label="Config versions" head={[...head, ...(canPublish ? ["Action"] : [])]}>
        {shown.map((version) => (
          <tr key={version.number} className="hover:bg-hover">
            <td className="whitespace-nowrap">
              <Link className="font-medium text-accent hover:underline" href={paths.version(org, groupId, version.number)}>
                v{version.number}
              </Link>{" "}
              {version.isLive && <StateBadge state="live" />}
            </td>
            <td className="min-w-40 break-words">{version.message}</td>
            <td>{version.authorName}</td>
            <td>
              <Time at={version.createdAt} now={now} />
            </td>
            <td className="tabular-nums">{version.entityCount}</td>
            <td className="whitespace-nowrap tabular-nums">{sizeText(version.sizeBytes)}</td>
            <td className="whitespace-nowrap tabular-nums">
              {version.instances} of {group.instances.total}
            </td>
            {canPublish && (
              <td>
                {version.isLive ? (
                  <span className="text-muted">–</span>
                ) : (
                  <PublishAgain at={{ org, groupId }} number={version.number} instances={group.instances.total} />
                )}
              </td>
            )}
          </tr>
        ))}
        {shown.length === 0 && versions.length > 0 && (
          <tr>
            <td colSpan={8}>
              <Empty title="No config version fits this search">Take a word away.</Empty>
            </td>
          </tr>
        )}
        {versions.length === 0 && (
          <tr>
            <td colSpan={8}>
              <Empty title="Nothing is published">
                <p>Each publish makes a numbered version that never changes.</p>
                <LinkButton href={paths.configuration(org, groupId)}>Write the config</LinkButton>
              </Empty>
            </td>
          </tr>
        )}
      </Table>
      {versions.length > 0 && <Pager state={state} pages={pages} total={total} noun="config version" />}
    </>
  );
}
