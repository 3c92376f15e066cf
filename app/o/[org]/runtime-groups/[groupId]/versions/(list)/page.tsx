import type { Metadata } from "next";
import Form from "next/form";
import { ListSearch } from "@/app/_shared/list-search";
import { Pager, SortHead } from "@/app/_shared/list-controls";
import { listStateOf } from "@/app/_shared/list-state";
import { load, loadGroup } from "@/app/_trpc/server";
import { Button, Empty, LinkButton, TextLink } from "@/app/_ui/controls";
import { Table } from "@/app/_ui/table";
import { paths } from "@/app/paths";
import type { listConfigVersions } from "@/server/config-versions/list";
import { can } from "@/server/domain/ability";
import { type ListColumns, listRows } from "@/server/domain/list-rows";
import { loadWaysOut } from "../../rollouts/load-rollouts";
import { loadVersionRollouts } from "../version-rollouts";
import { VersionRow } from "./version-row";

export const metadata: Metadata = { title: "Versions" };

type Version = Awaited<ReturnType<typeof listConfigVersions>>[number];

const LIST: ListColumns<Version> = {
  textOf: (version) => `v${version.number} ${version.message} ${version.authorName} ${version.etag} ${version.tags.join(" ")}`,
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
  { name: "Changes" },
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
  const at = { org, groupId };
  const state = listStateOf(await searchParams, "-number");
  const [versions, group, ways] = await Promise.all([load((api) => api.configVersions.list(at)), loadGroup(org, groupId), loadWaysOut(org, groupId)]);
  const { shown, total, pages } = listRows(versions, state, LIST);
  const numbers = shown.map(({ number }) => number);
  const rollouts = await loadVersionRollouts(org, groupId, numbers);
  const kept = shown.filter((version) => version.isKept);
  const canCompare = versions.length > 1;
  const canPublish = can(group.role, "config.publish");
  const head = HEADS.map(({ name, column }) =>
    column ? (
      <SortHead key={name} state={state} column={column}>
        {name}
      </SortHead>
    ) : (
      name
    ),
  );
  const columns = [...head.slice(0, 1), ...(canCompare ? ["From, to"] : []), ...head.slice(1), ...(canPublish ? ["Action"] : [])];
  if (versions.length === 0) {
    return (
      <Empty title="Nothing is published">
        <p>Each publish makes a numbered version that never changes.</p>
        <LinkButton href={paths.configuration(org, groupId)}>Write the config</LinkButton>
      </Empty>
    );
  }
  return (
    <>
      <ListSearch state={state} label="Search by message, author, tag or hash" />
      <Form action={`${paths.versions(org, groupId)}/compare`} className="flex flex-col gap-3">
        <Table label="Config versions" head={columns}>
          {shown.map((version) => (
            <VersionRow
              key={version.number}
              at={at}
              version={version}
              live={group.liveVersion?.number ?? null}
              instances={group.instances.total}
              now={Date.now()}
              canPublish={canPublish}
              ways={ways}
              rollout={rollouts.get(version.number)}
              mayOverride={can(group.role, "freeze.override")}
              compare={canCompare ? { isFrom: version === (kept[1] ?? kept[0]), isTo: version === kept[0] } : null}
            />
          ))}
          {shown.length === 0 && (
            <tr>
              <td colSpan={columns.length}>
                <Empty title="No config version fits this search">Take a word away.</Empty>
              </td>
            </tr>
          )}
        </Table>
        {canCompare && shown.length > 0 && (
          <div className="flex flex-wrap items-center gap-3">
            <Button kind="quiet">Compare the chosen two</Button>
            <TextLink href={paths.compare(org, groupId, "live", "draft")}>Compare live with the draft</TextLink>
          </div>
        )}
      </Form>
      <Pager state={state} pages={pages} total={total} noun="config version" />
    </>
  );
}
