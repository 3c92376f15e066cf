import { countGatewayVersions, selectToldSchemas } from "../../db/queries/plugin-schemas";
import { selectRuntimeGroup } from "../../db/queries/runtime-groups";
import { CATALOG_PLUGINS } from "../domain/catalog/catalog";
import { newestFirst, schemaSetFor } from "../domain/catalog/schema-set";
import { DomainError } from "../domain/errors";
import { PLUGIN_PURPOSES, type PluginSchema, type SchemaSet } from "../domain/kong-schema/schema";
import type { OrgContext } from "../trpc/init";

interface GroupSets {
  /** One for each Gateway version that the group runs, newest first; of a group without instances, the catalog's own. */
  sets: SchemaSet[];
  toldNames: Set<string>;
}

/** What the group's Gateway versions take, newest first. Throws `not_found`. */
export async function setsOf(org: OrgContext["org"], groupId: string): Promise<GroupSets> {
  if (!(await selectRuntimeGroup(org, groupId))) throw new DomainError("not_found", "No such runtime group.");
  const versions = newestFirst([...(await countGatewayVersions(org, groupId)).keys()]);
  const told = versions.length > 0 ? await selectToldSchemas(org, versions) : [];
  const sets = versions.map((version) =>
    schemaSetFor(
      version,
      told.filter(({ gatewayVersion }) => gatewayVersion === version),
    ),
  );
  return { sets: sets.length > 0 ? sets : [schemaSetFor("3.9", [])], toldNames: new Set(told.map(({ plugin }) => plugin)) };
}

/** What the newest Gateway version of the group that knows the plugin takes. */
const pluginIn = (sets: readonly SchemaSet[], name: string): PluginSchema | null =>
  sets.map((set) => set.plugin(name)).find((each) => each !== undefined) ?? null;

/** The plugins that the catalog or the group's nodes know, by purpose; purposes without one are left out. Throws `not_found`. */
export async function listPlugins({ org }: Pick<OrgContext, "org">, groupId: string) {
  const { sets, toldNames } = await setsOf(org, groupId);
  const names = new Set([...CATALOG_PLUGINS.map(({ name }) => name), ...toldNames]);
  const plugins = [...names].sort().flatMap((name) => pluginIn(sets, name) ?? []);
  const rows = plugins.map(({ name, purpose, help, scopes }) => ({ name, purpose, help, scopes, isTold: toldNames.has(name) }));
  return PLUGIN_PURPOSES.map((purpose) => ({ purpose, plugins: rows.filter((each) => each.purpose === purpose) })).filter((each) => each.plugins.length > 0);
}

/** What the plugin takes on the group's newest Gateway version that knows it; null where nobody knows the plugin. Throws `not_found`. */
export async function getPlugin({ org }: Pick<OrgContext, "org">, groupId: string, name: string): Promise<PluginSchema | null> {
  const { sets } = await setsOf(org, groupId);
  return pluginIn(sets, name);
}
