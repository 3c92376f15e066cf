import type { Metadata } from "next";
import Link from "next/link";
import { can } from "@/server/domain/ability";
import { actionText } from "@/server/domain/action-text";
import { cutText } from "@/app/_shared/cut-text";
import { Pager } from "@/app/_shared/list-controls";
import { ListSearch } from "@/app/_shared/list-search";
import { listStateOf } from "@/app/_shared/list-state";
import { load, loadOrg } from "@/app/_trpc/server";
import { Empty, PageTitle } from "@/app/_ui/controls";
import { Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { paths } from "@/app/paths";
import { ACTIVITY_FILTERS, activityFilterOf } from "./activity-filter";
import { EntryDetails } from "./entry-details";
import { ExportActivity } from "./export-activity";

export const metadata: Metadata = { title: "Activity" };

const WHO = [
  ["user", "People"],
  ["token", "Access tokens"],
  ["instance", "Instances"],
  ["system", "Signalbox itself"],
] as const;

const OUTCOMES_IN_WORDS = [
  ["done", "Done"],
  ["refused", "Refused"],
] as const;

interface Props {
  params: Promise<{ org: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ActivityPage({ params, searchParams }: Props) {
  const { org } = await params;
  const state = listStateOf(await searchParams, "-at", ACTIVITY_FILTERS);
  const filter = activityFilterOf(state);
  const [{ rows, total, pages }, groups, { role }] = await load((api) =>
    Promise.all([api.activity.list({ org, ...filter, page: state.page }), api.runtimeGroups.list({ org }), loadOrg(org)]),
  );
  const now = Date.now();
  const nameOf = new Map(groups.map((group) => [group.id, group.name]));
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  return (
    <>
      <PageTitle title="Activity" action={can(role, "audit.export") && <ExportActivity org={org} filter={filter} />}>
        Every change of this organization, and what was refused, newest first.
      </PageTitle>
      <ListSearch
        state={state}
        label="Search by who, action, target or address"
        filters={[
          { name: "group", label: "Group", options: groups.map((group) => [group.id, group.name] as const) },
          { name: "who", label: "Who", options: WHO },
          { name: "outcome", label: "Outcome", options: OUTCOMES_IN_WORDS },
          { name: "from", label: "From" },
          { name: "to", label: "To" },
        ]}
      />
      <Table label="Activity" head={["When", "Who", "Action", "Target", "Group"]}>
        {rows.length === 0 && (
          <tr>
            <td colSpan={5}>
              {isFiltered ? (
                <Empty title="Nothing fits this search">Take a word or a filter away.</Empty>
              ) : (
                <Empty title="Nothing happened yet">Every change of this organization will be listed here.</Empty>
              )}
            </td>
          </tr>
        )}
        {rows.map((row) => (
          <tr key={row.id}>
            <td>
              <Time at={row.at} now={now} />
            </td>
            <td>{row.actor}</td>
            <td>
              <span title={row.action}>{actionText(row.action)}</span>
            </td>
            <td className="wrap-anywhere">
              <span title={row.target}>{cutText(row.target)}</span>
              <EntryDetails entry={row} />
            </td>
            <td>
              {row.groupId === null ? (
                "–"
              ) : nameOf.has(row.groupId) ? (
                <Link className="text-accent hover:underline" href={paths.group(org, row.groupId)}>
                  {nameOf.get(row.groupId)}
                </Link>
              ) : (
                <span className="text-muted">deleted since</span>
              )}
            </td>
          </tr>
        ))}
      </Table>
      <Pager state={state} pages={pages} total={total} noun="entry" />
    </>
  );
}
