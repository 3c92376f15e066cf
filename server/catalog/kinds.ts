import { enterpriseEntity } from "../domain/catalog/enterprise";
import { ENTITY_KINDS } from "../domain/config-document/entity-kinds";
import type { EntitySchema } from "../domain/kong-schema/schema";
import { groupSchemas } from "../draft-store/group-schemas";
import type { OrgContext } from "../trpc/init";

/** The kinds of entities that any of the group's nodes takes; of a group without instances, those of open-source Kong. Throws `not_found`. */
export async function listKinds(ctx: OrgContext, groupId: string): Promise<string[]> {
  const { schemas } = await groupSchemas(ctx, groupId);
  return [...ENTITY_KINDS.keys()].filter((kind) => schemas.entity(kind));
}

/**
 * What an entity of the kind may hold: by Enterprise's rules where a node of the group runs it, or where the kind exists there only; null
 * where there is no such kind. Throws `not_found`.
 */
export async function getKind(ctx: OrgContext, groupId: string, kind: string): Promise<EntitySchema | null> {
  const { schemas } = await groupSchemas(ctx, groupId);
  return schemas.entity(kind) ?? enterpriseEntity(kind) ?? null;
}
