import type { Metadata } from "next";
import { DeleteRecord } from "@/app/_shared/delete-record";
import { Pager } from "@/app/_shared/list-controls";
import { ListSearch } from "@/app/_shared/list-search";
import { listStateOf } from "@/app/_shared/list-state";
import { ORPHANS_KEEP_SERVING, OrphanCells } from "@/app/_shared/orphans";
import { load, loadOrg } from "@/app/_trpc/server";
import { Empty, PageTitle, TextLink } from "@/app/_ui/controls";
import { Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { paths } from "@/app/paths";
import { can } from "@/server/domain/ability";
import { deleteOrphanedAction } from "./actions";
import { DeletedGroups } from "./deleted-groups";

export const metadata: Metadata = { title: "Orphaned instances" };

interface Props {
  params: Promise<{ org: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function OrphanedPage({ params, searchParams }: Props) {
  const { org } = await params;
  const state = listStateOf(await searchParams, "host");
  const [{ rows, total, pages }, groups, { role }] = await Promise.all([
    load((api) => api.instances.listOrphaned({ org, q: state.q, page: state.page })),
    load((api) => api.instances.listDeletedGroups({ org })),
    loadOrg(org),
  ]);
  const canDelete = can(role, "orphan.delete");
  const now = Date.now();
  return (
    <>
      <PageTitle title="Orphaned instances" action={<TextLink href={paths.overview(org)}>Overview</TextLink>}>
        {ORPHANS_KEEP_SERVING}
      </PageTitle>
      {groups.length > 0 && <DeletedGroups org={org} groups={groups} canDelete={canDelete} now={now} />}
      <ListSearch state={state} label="Search by host or ID" />
      <Table label="Orphaned instances" head={["Host", "ID", "Last seen", "Deleted group", "Archived", ...(canDelete ? ["Action"] : [])]}>
        {rows.map(({ id, hostname, deletedGroupName, lastSeenAt, orphanedAt, archivedAt }) => (
          <tr key={id} className="hover:bg-hover">
            <OrphanCells id={id} hostname={hostname} lastSeenAt={lastSeenAt} now={now} />
            <td>
              {deletedGroupName === null ? "" : `${deletedGroupName}, `}
              <Time at={orphanedAt} now={now} />
            </td>
            <td className={archivedAt === null ? "is-empty" : undefined}>{archivedAt === null ? "–" : <Time at={archivedAt} now={now} />}</td>
            {canDelete && (
              <td>
                <DeleteRecord hostname={hostname} action={deleteOrphanedAction.bind(null, { org, instanceId: id })} enrolls="in another group" />
              </td>
            )}
          </tr>
        ))}
        {rows.length === 0 && (
          <tr>
            <td colSpan={6}>
              {state.q ? (
                <Empty title="No orphaned instance fits this search">Take a word away.</Empty>
              ) : (
                <Empty title="No instance is orphaned">The instances of a group that is deleted are listed here.</Empty>
              )}
            </td>
          </tr>
        )}
      </Table>
      <Pager state={state} pages={pages} total={total} noun="orphaned instance" />
    </>
  );
}
