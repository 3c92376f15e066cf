import { CATALOG_PLUGINS } from "../domain/catalog/catalog";
import { PLUGIN_PURPOSES, type PluginSchema } from "../domain/kong-schema/schema";
import { groupSchemas } from "../draft-store/group-schemas";
import type { OrgContext } from "../trpc/init";

/** The plugins that the catalog or the group's nodes know, by purpose; purposes without one are left out. Throws `not_found`. */
export async function listPlugins(ctx: OrgContext, groupId: string) {
  const { versions, schemas } = await groupSchemas(ctx, groupId);
  const toldNames = new Set(versions.flatMap(({ told }) => told.map(({ plugin }) => plugin)));
  const names = new Set([...CATALOG_PLUGINS.map(({ name }) => name), ...toldNames]);
  const plugins = [...names].sort().flatMap((name) => schemas.plugin(name) ?? []);
  const rows = plugins.map(({ name, purpose, help, scopes }) => ({ name, purpose, help, scopes, isTold: toldNames.has(name) }));
  return PLUGIN_PURPOSES.map((purpose) => ({ purpose, plugins: rows.filter((each) => each.purpose === purpose) })).filter((each) => each.plugins.length > 0);
}

/** What the plugin takes on the group's newest Gateway version that knows it; null where nobody knows the plugin. Throws `not_found`. */
export async function getPlugin(ctx: OrgContext, groupId: string, name: string): Promise<PluginSchema | null> {
  const { schemas } = await groupSchemas(ctx, groupId);
  return schemas.plugin(name) ?? null;
}
