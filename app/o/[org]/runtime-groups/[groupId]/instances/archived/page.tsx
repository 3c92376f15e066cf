import type { Metadata } from "next";
import Link from "next/link";
import { DeleteRecord } from "@/app/_shared/delete-record";
import { Labels } from "@/app/_shared/labels";
import { Pager } from "@/app/_shared/list-controls";
import { ListSearch } from "@/app/_shared/list-search";
import { listStateOf } from "@/app/_shared/list-state";
import { load, loadGroup } from "@/app/_trpc/server";
import { Empty, PageTitle, TextLink } from "@/app/_ui/controls";
import { Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { paths } from "@/app/paths";
import { can } from "@/server/domain/ability";
import { deleteArchivedAction } from "../actions";

export const metadata: Metadata = { title: "Archived instances" };

interface Props {
  params: Promise<{ org: string; groupId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ArchivedPage({ params, searchParams }: Props) {
  const { org, groupId } = await params;
  const state = listStateOf(await searchParams, "archived");
  const [{ rows, total, pages }, { role }] = await Promise.all([
    load((api) => api.instances.listArchived({ org, groupId, q: state.q, page: state.page })),
    loadGroup(org, groupId),
  ]);
  const canDelete = can(role, "instance.revoke");
  const now = Date.now();
  return (
    <>
      <PageTitle title="Archived instances" level={2} action={<TextLink href={paths.instances(org, groupId)}>Instances</TextLink>}>
        Put away: refused until they enroll again with a new token, which brings them back.
      </PageTitle>
      <ListSearch state={state} label="Search by host or ID" />
      <Table label="Archived instances" head={["Host", "Labels", "Gateway", "Last seen", "Archived", ...(canDelete ? ["Action"] : [])]}>
        {rows.map((each) => (
          <tr key={each.id} className="hover:bg-hover">
            <td className="min-w-36 md:min-w-48">
              <Link className="font-medium break-words text-accent hover:underline" href={paths.instance(org, groupId, each.id)}>
                {each.hostname}
              </Link>
            </td>
            <td>
              <Labels labels={each.labels} />
            </td>
            <td>{each.gatewayVersion ?? "–"}</td>
            <td>
              <Time at={each.lastSeenAt} now={now} />
            </td>
            <td>
              <Time at={each.archivedAt} now={now} />
            </td>
            {canDelete && (
              <td>
                <DeleteRecord hostname={each.hostname} action={deleteArchivedAction.bind(null, { org, groupId, instanceId: each.id })} enrolls="again" />
              </td>
            )}
          </tr>
        ))}
        {rows.length === 0 && (
          <tr>
            <td colSpan={6}>
              {state.q ? (
                <Empty title="No archived instance fits this search">Take a word away.</Empty>
              ) : (
                <Empty title="Nothing is archived">Archive in the list of instances puts one away; Settings can do it after days of silence.</Empty>
              )}
            </td>
          </tr>
        )}
      </Table>
      <Pager state={state} pages={pages} total={total} noun="archived instance" />
    </>
  );
}
