import type { Metadata } from "next";
import { labelText } from "@/app/_shared/labels";
import { ListSearch, Pager } from "@/app/_shared/list-controls";
import { listRows, listStateOf } from "@/app/_shared/list-state";
import { load } from "@/app/_trpc/server";
import { Card } from "@/app/_ui/controls";
import { Live } from "@/app/_ui/live";
import { can } from "@/server/domain/ability";
import { createGroupAction } from "./actions";
import { GroupForm } from "./group-forms";
import { GROUP_COLUMNS, GroupTable } from "./group-table";

export const metadata: Metadata = { title: "Runtime groups" };

interface Props {
  params: Promise<{ org: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function RuntimeGroupsPage({ params, searchParams }: Props) {
  const { org } = await params;
  const state = listStateOf(await searchParams, "name");
  const [groups, me] = await load((api) => Promise.all([api.runtimeGroups.list({ org }), api.org.get({ org })]));
  const { shown, total, pages } = listRows(groups, state, (group) => `${group.name} ${group.id} ${group.description} ${labelText(group.labels)}`, GROUP_COLUMNS);
  return (
    <>
      <Live everyMs={3000} />
      <h1 className="text-xl font-semibold">Runtime groups</h1>
      <ListSearch state={state} label="Search by name, ID or label" />
      <GroupTable org={org} groups={shown} state={state} now={Date.now()} />
      <Pager state={state} pages={pages} total={total} noun="group" />
      {can(me.role, "group.write") && (
        <Card>
          <details open={groups.length === 0}>
            <summary className="cursor-pointer font-semibold">New runtime group</summary>
            <div className="mt-3"><GroupForm action={createGroupAction.bind(null, org)} button="Create group" /></div>
          </details>
        </Card>
      )}
    </>
  );
}
