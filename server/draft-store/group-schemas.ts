import { countGatewayVersions, selectToldSchemas, toldSchemasMark } from "../../db/queries/plugin-schemas";
import { selectRuntimeGroup } from "../../db/queries/runtime-groups";
import { CATALOG } from "../domain/catalog/catalog";
import { isEnterprise } from "../domain/catalog/enterprise";
import { newestFirst, schemaSetFor, type ToldSchema } from "../domain/catalog/schema-set";
import { DomainError } from "../domain/errors";
import type { SchemaSet } from "../domain/kong-schema/schema";
import type { OrgContext } from "../trpc/init";
import { draftCacheOf } from "./draft-cache";

/** One Gateway version of a group, and what its nodes told of their plugins. */
export interface VersionSchemas {
  gatewayVersion: string;
  instanceCount: number;
  told: ToldSchema[];
}

/** What a group's nodes take. */
export interface GroupSchemas {
  /** Changes whenever the rest does. */
  mark: string;
  /** Newest first; empty where no instance has told its version. */
  versions: readonly VersionSchemas[];
  /** What forms, masks and checks of single entities go by: of each plugin, the newest version's that knows it. */
  schemas: SchemaSet;
}

/** Of several versions one: of each plugin, the newest's that knows it, and of entities, Enterprise's where it runs; of none, the catalog. */
export function combinedSchemas(versions: readonly VersionSchemas[]): SchemaSet {
  const sets = versions.map(({ gatewayVersion, told }) => schemaSetFor(gatewayVersion, told));
  const [newest] = sets;
  if (!newest) return CATALOG;
  if (sets.length === 1) return newest;
  const { entity } = sets.find(({ gatewayVersion }) => isEnterprise(gatewayVersion)) ?? newest;
  return { gatewayVersion: newest.gatewayVersion, entity, plugin: (name) => sets.map((set) => set.plugin(name)).find(Boolean) };
}

/** The schemas by which the group's configuration is judged; read again only where its nodes changed. Throws `not_found`. */
export async function groupSchemas({ deps, org }: OrgContext, groupId: string): Promise<GroupSchemas> {
  const [group, toldMark] = await Promise.all([selectRuntimeGroup(org, groupId), toldSchemasMark(org)]);
  if (!group) throw new DomainError("not_found", "No such runtime group.");
  const { schemas } = draftCacheOf({ deps, org });
  const key = `${org.orgId}/${groupId}`;
  const mark = `${key} ${group.instanceChanges} ${toldMark}`;
  const known = schemas.get(key);
  if (known?.mark === mark) return known;
  const counts = await countGatewayVersions(org, groupId);
  const names = newestFirst([...counts.keys()]);
  const told = names.length > 0 ? await selectToldSchemas(org, names) : [];
  const versions = names.map((gatewayVersion) => ({
    gatewayVersion,
    instanceCount: counts.get(gatewayVersion) ?? 0,
    told: told.filter((each) => each.gatewayVersion === gatewayVersion).map(({ plugin, schema }) => ({ plugin, schema })),
  }));
  const read: GroupSchemas = { mark, versions, schemas: combinedSchemas(versions) };
  schemas.set(key, read);
  return read;
}
