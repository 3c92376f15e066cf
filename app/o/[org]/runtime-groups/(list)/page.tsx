import type { Metadata } from "next";
import { FirstSteps } from "@/app/_shared/first-steps";
import { Pager } from "@/app/_shared/list-controls";
import { ListSearch } from "@/app/_shared/list-search";
import { listStateOf } from "@/app/_shared/list-state";
import { orphansText } from "@/app/_shared/orphans";
import { load, loadOrg } from "@/app/_trpc/server";
import { Notice, PageTitle, TextLink } from "@/app/_ui/controls";
import { paths } from "@/app/paths";
import { can } from "@/server/domain/ability";
import { listRows } from "@/server/domain/list-rows";
import { createGroupAction } from "../actions";
import { GROUP_LIST, GroupTable } from "../group-table";
import { NewGroup } from "./new-group";

export const metadata: Metadata = { title: "Runtime groups" };

interface Props {
  params: Promise<{ org: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function RuntimeGroupsPage({ params, searchParams }: Props) {
  const { org } = await params;
  const state = listStateOf(await searchParams, "name");
  const [groups, orphans, me] = await Promise.all([
    load((api) => api.runtimeGroups.list({ org })),
    load((api) => api.instances.listOrphaned({ org, isArchived: false, pageSize: 1 })),
    loadOrg(org),
  ]);
  const orphaned = orphansText(orphans.total);
  const { shown, total, pages } = listRows(groups, state, GROUP_LIST);
  return (
    <>
      <PageTitle title="Runtime groups" action={can(me.role, "group.create") && <NewGroup action={createGroupAction.bind(null, org)} />}>
        Each group has instances, a configuration and config versions of its own.
      </PageTitle>
      {orphaned && (
        <Notice tone="warn">
          <TextLink href={paths.orphans(org)}>{orphaned}</TextLink>; the group was deleted.
        </Notice>
      )}
      <FirstSteps org={org} groups={groups} />
      <ListSearch state={state} label="Search by name, ID or label" />
      <GroupTable org={org} groups={shown} state={state} now={Date.now()} />
      <Pager state={state} pages={pages} total={total} noun="group" />
    </>
  );
}
