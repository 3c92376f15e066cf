import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { Arrival } from "@/app/_shared/arrival";
import { ChangeBadge } from "@/app/_shared/change-counts";
import { Copyable } from "@/app/_shared/copyable";
import { cutText } from "@/app/_shared/cut-text";
import { kindNoun, kindTitle } from "@/server/domain/entity-list/kind-noun";
import { loadGroup, loadIfThere } from "@/app/_trpc/server";
import { Card, Notice, PageTitle, TextLink } from "@/app/_ui/controls";
import { paths } from "@/app/paths";
import { can, roleName } from "@/server/domain/ability";
import { isEnabled } from "@/server/domain/entity-list/list-columns";
import { EntityEditor } from "../../entity-editor";
import { filledFields, goneOf, loadRules, parentField } from "../../entity-page-data";
import { EntityYamlEditor } from "../../entity-yaml-editor";
import { HeldPage } from "../../held-page";
import { RowMenu } from "../../row-menu";
import { Related } from "../../related";
import { ViewTabs } from "./view-tabs";

interface Props {
  params: Promise<{ org: string; groupId: string; kind: string; entityId: string }>;
  searchParams: Promise<{ view?: string }>;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const loadEntity = cache((org: string, groupId: string, kind: string, id: string) => {
  if (!UUID.test(id)) notFound();
  return loadIfThere((api) => api.drafts.getEntity({ org, groupId, kind, id }));
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { org, groupId, kind, entityId } = await params;
  const view = await loadEntity(org, groupId, kind, entityId);
  return { title: `${view ? cutText(view.label) : "Gone"} · ${kindTitle(kind)}` };
}

export default async function EntityPage({ params, searchParams }: Props) {
  const { org, groupId, kind, entityId: id } = await params;
  const at = { org, groupId };
  const [view, group, { view: shown }] = await Promise.all([loadEntity(org, groupId, kind, id), loadGroup(org, groupId), searchParams]);
  if (!view) return <HeldPage gone={await goneOf(at, `This ${kindNoun(kind)}`)} />;
  const { entity, label, change, references, revision } = view;
  const rules = await loadRules(at, kind, entity.fields.name);
  const isReadOnly = !can(group.role, "config.edit");
  const field = entity.parent && parentField(kind, entity.parent.kind);
  const editing = {
    at,
    kind,
    id,
    ...rules,
    isReadOnly,
    nested: field ? { field } : undefined,
  };
  const labels = Object.fromEntries(references.map((each) => [`${each.kind} ${each.id}`, each.label]));
  return (
    <HeldPage>
      <PageTitle
        title={label}
        level={2}
        mark={<Arrival key={id} />}
        action={
          !isReadOnly && (
            <RowMenu
              at={at}
              entity={{ kind, id }}
              label={label}
              isEnabled={isEnabled(entity)}
              revision={revision}
              afterDelete={paths.entities(org, groupId, kind)}
            />
          )
        }
      >
        <span className="flex flex-wrap items-center gap-x-3">
          <span>
            <TextLink href={paths.entities(org, groupId, kind)}>{kindTitle(kind)}</TextLink>
            {kind === "plugins" && typeof entity.fields.name === "string" && entity.fields.name !== label && ` · ${entity.fields.name}`}
          </span>
          {change && <ChangeBadge change={change} />}
          <Copyable text={id} label={`the ID of this ${kindNoun(kind)}`} />
        </span>
      </PageTitle>
      {kind === "plugins" && !rules.plugin && (
        <Notice tone="warn">Nobody here knows this plugin, so its configuration is not checked: Kong alone says whether it is right.</Notice>
      )}
      <div className="grid items-start gap-4 2xl:grid-cols-[minmax(0,1fr)_17rem]">
        <Card>
          {isReadOnly && <p className="mb-3 text-muted">To look at only: your role ({roleName(group.role)}) does not edit. An Editor or Admin can.</p>}
          <ViewTabs isYaml={shown === "yaml"} />
          {shown === "yaml" ? (
            <EntityYamlEditor {...editing} filled={{ text: view.yaml, revision, stamp: view.stamp }} />
          ) : (
            <EntityEditor {...editing} filled={{ fields: filledFields(view), revision, stamp: view.stamp }} known={view.findings} labels={labels} />
          )}
        </Card>
        {/* What comes next after a save is in sight: above the form, beside it where there is room; on a phone the form is first. */}
        <div className="min-w-0 empty:hidden md:max-2xl:order-first">
          <Related at={at} view={view} canEdit={!isReadOnly} />
        </div>
      </div>
    </HeldPage>
  );
}
