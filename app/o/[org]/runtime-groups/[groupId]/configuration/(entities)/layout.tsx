import type { ReactNode } from "react";
import { load, loadGroup } from "@/app/_trpc/server";
import { can } from "@/server/domain/ability";
import { DraftBar } from "./draft-bar";
import { KindNav } from "./kind-nav";
import { LostContent } from "./lost-content";

interface Props {
  children: ReactNode;
  params: Promise<{ org: string; groupId: string }>;
}

/** The draft's bar and the kinds of entities, around every page on which entities are looked at and edited. */
export default async function EntitiesLayout({ children, params }: Props) {
  const at = await params;
  const [draft, taken, group] = await Promise.all([load((api) => api.drafts.get(at)), load((api) => api.catalog.kinds(at)), loadGroup(at.org, at.groupId)]);
  if (draft.isBaseLost) return <LostContent at={{ org: at.org, groupId: at.groupId }} draft={draft} />;
  return (
    <>
      <DraftBar
        at={{ org: at.org, groupId: at.groupId }}
        draft={draft}
        groupName={group.name}
        canEdit={can(group.role, "config.edit")}
        canPublish={can(group.role, "config.publish")}
        canReveal={can(group.role, "config.reveal")}
        now={Date.now()}
      />
      <div className="grid gap-4 md:grid-cols-[14rem_minmax(0,1fr)]">
        <KindNav org={at.org} groupId={at.groupId} counts={draft.counts} taken={taken} changed={draft.changedByKind} />
        <div data-content tabIndex={-1} className="flex min-w-0 flex-col gap-4 outline-none">
          {children}
        </div>
      </div>
    </>
  );
}
