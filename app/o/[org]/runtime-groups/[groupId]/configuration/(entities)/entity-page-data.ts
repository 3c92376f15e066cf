import { notFound } from "next/navigation";
import { load } from "@/app/_trpc/server";
import { ENTITY_KINDS } from "@/server/domain/config-document/entity-kinds";
import type { EntityView } from "@/server/domain/draft";
import type { Gone } from "./held-page";
import type { EntitySchema, PluginSchema } from "@/server/domain/kong-schema/schema";

interface At {
  org: string;
  groupId: string;
}

/** The rules by which a form is drawn. `plugin` absent: the kind is no plugin, or nobody knows it. */
export interface FormRules {
  schema: EntitySchema;
  plugin?: PluginSchema;
}

/** The rules of a kind on the group's nodes; of a plugin, what the group's nodes told of it or the catalog's. A kind without rules is a 404. */
export async function loadRules(at: At, kind: string, pluginName: unknown): Promise<FormRules> {
  const schema = await load((api) => api.catalog.kind({ ...at, kind }));
  if (!schema) notFound();
  if (kind !== "plugins" || typeof pluginName !== "string" || pluginName === "") return { schema };
  const plugin = await load((api) => api.catalog.plugin({ ...at, name: pluginName }));
  return plugin ? { schema, plugin } : { schema };
}

/** That what an open page is about went from the draft as it is now. */
export async function goneOf(at: At, what: string): Promise<Gone> {
  const { revision, lastStep } = await load((api) => api.drafts.get(at));
  return { what, revision, lastStep, now: Date.now() };
}

/** The field that stands for an entity's parent: `service` of a route that is nested in a service. */
export const parentField = (kind: string, parentKind: string): string | undefined => ENTITY_KINDS.get(parentKind)?.nests[kind];

/** The fields as a form holds them: the parent is a reference like any other. */
export function filledFields({ entity: { kind, parent, fields } }: EntityView): Record<string, unknown> {
  const field = parent && parentField(kind, parent.kind);
  return parent && field ? { ...fields, [field]: parent.id } : { ...fields };
}
