import type { Metadata } from "next";
import { kindNoun, kindTitle } from "@/server/domain/entity-list/kind-noun";
import { load, loadGroup, loadIfThere } from "@/app/_trpc/server";
import { Card, Notice, PageTitle, TextLink } from "@/app/_ui/controls";
import { paths } from "@/app/paths";
import { can, roleName } from "@/server/domain/ability";
import { cutText } from "@/app/_shared/cut-text";
import { isMasked } from "@/app/_shared/entity-form/is-masked";
import { EntityEditor } from "../../entity-editor";
import { filledFields, goneOf, loadRules } from "../../entity-page-data";
import { HeldPage } from "../../held-page";
import { givenReferences } from "./given-references";
import { PluginChooser } from "./plugin-chooser";

interface Props {
  params: Promise<{ org: string; groupId: string; kind: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export const generateMetadata = async ({ params }: Props): Promise<Metadata> => ({ title: `New ${kindNoun((await params).kind)}` });

/** What a duplicate begins with: all but what must be unique, and but the stored secrets. */
function duplicated(fields: Record<string, unknown>, unique: Set<string>): Record<string, unknown> {
  const kept = Object.entries(fields).filter(([name, value]) => !isMasked(value) && !(unique.has(name) && name !== "name" && name !== "username"));
  return Object.fromEntries(kept.map(([name, value]) => [name, unique.has(name) && typeof value === "string" ? `${value}-copy` : value]));
}

export default async function NewEntityPage({ params, searchParams }: Props) {
  const { org, groupId, kind } = await params;
  const at = { org, groupId };
  const given = await searchParams;
  const text = (name: string) => (typeof given[name] === "string" ? given[name] : undefined);
  const [group, draft] = await Promise.all([loadGroup(org, groupId), load((api) => api.drafts.get(at))]);
  const title = `New ${kindNoun(kind)}`;
  if (!can(group.role, "config.edit")) {
    return <PageTitle title={title} level={2}>{`Your role (${roleName(group.role)}) does not edit. An Editor or Admin can.`}</PageTitle>;
  }
  const [from, chosen] = [text("from"), text("plugin")];
  const source = from === undefined ? undefined : await loadIfThere((api) => api.drafts.getEntity({ ...at, kind, id: from }));
  if (from !== undefined && !source) return <HeldPage gone={await goneOf(at, `The ${kindNoun(kind)} of which this is a duplicate`)} />;
  const pluginName = source ? source.entity.fields.name : chosen;
  const rules = await loadRules(at, kind, pluginName);
  const { fields: references, labels, goneKind } = await givenReferences(at, rules.schema, text);
  if (goneKind) return <HeldPage gone={await goneOf(at, `The ${kindNoun(goneKind)} that this page was opened for`)} />;
  if (kind === "plugins" && !pluginName) {
    const purposes = await load((api) => api.catalog.list(at));
    const kept = Object.fromEntries(Object.entries(references).map(([name, id]) => [name, id]));
    const scope = Object.keys(kept)[0];
    return (
      <>
        <PageTitle title={title} level={2}>
          {scope && Object.values(labels)[0] ? `For ${scope} ${Object.values(labels)[0]}. ` : ""}Choose what it shall do.
        </PageTitle>
        <PluginChooser at={at} purposes={purposes} given={kept} />
      </>
    );
  }
  const unique = new Set(rules.schema.fields.flatMap((field) => (field.unique ? [field.name] : [])));
  const begun = source ? duplicated(filledFields(source), unique) : { ...(kind === "plugins" ? { name: pluginName } : {}), ...references };
  const names = source ? Object.fromEntries(source.references.map((each) => [`${each.kind} ${each.id}`, each.label])) : labels;
  const help = kind === "plugins" ? rules.plugin?.help : rules.schema.help;
  return (
    <HeldPage>
      <PageTitle title={kind === "plugins" ? `New plugin: ${String(pluginName)}` : title} level={2}>
        <span className="flex flex-wrap gap-x-3">
          <TextLink href={paths.entities(org, groupId, kind)}>{kindTitle(kind)}</TextLink>
          <span>{help}</span>
        </span>
      </PageTitle>
      {kind === "plugins" && !rules.plugin && (
        <Notice tone="warn">Nobody here knows this plugin, so its configuration is not checked: Kong alone says whether it is right.</Notice>
      )}
      {source && (
        <Notice tone="ok">
          A duplicate of {cutText(source.label)}. What must be unique got another value, or is left for you to give; other secrets are taken along.
        </Notice>
      )}
      <Card>
        <EntityEditor
          key={`${kind} ${String(pluginName ?? "")} ${from ?? ""}`}
          at={at}
          kind={kind}
          {...rules}
          duplicateOf={from}
          filled={{ fields: begun, revision: draft.revision }}
          labels={names}
          isReadOnly={false}
        />
      </Card>
    </HeldPage>
  );
}
