import { enterpriseEntity, isEnterprise } from "../domain/catalog/enterprise";
import { ENTITY_KINDS } from "../domain/config-document/entity-kinds";
import type { EntitySchema } from "../domain/kong-schema/schema";
import type { OrgContext } from "../trpc/init";
import { setsOf } from "./plugins";

/** The kinds of entities that any of the group's nodes takes; of a group without instances, those of open-source Kong. Throws `not_found`. */
export async function listKinds({ org }: Pick<OrgContext, "org">, groupId: string): Promise<string[]> {
  const { sets } = await setsOf(org, groupId);
  return [...ENTITY_KINDS.keys()].filter((kind) => sets.some((set) => set.entity(kind)));
}

/**
 * What an entity of the kind may hold: by Enterprise's rules where a node of the group runs it, or where the kind exists there only; null
 * where there is no such kind. Throws `not_found`.
 */
export async function getKind({ org }: Pick<OrgContext, "org">, groupId: string, kind: string): Promise<EntitySchema | null> {
  const { sets } = await setsOf(org, groupId);
  const set = sets.find(({ gatewayVersion }) => isEnterprise(gatewayVersion)) ?? sets[0];
  return set?.entity(kind) ?? enterpriseEntity(kind) ?? null;
}
