import { changeOf, dependentsIn, type DraftState, indexOf } from "../draft-store/draft-state";
import { loadDraft } from "../draft-store/load-draft";
import { type ConfigEntity, entityOf, type EntityKey } from "../domain/configuration/configuration";
import { entityLabel } from "../domain/configuration/entity-label";
import { referencesOf } from "../domain/configuration/references";
import { keyText } from "../domain/configuration/write-document";
import type { EntityPage, ListEntitiesInput, PickedEntity } from "../domain/draft";
import type { CellLookup } from "../domain/entity-list/list-columns";
import { findEntities, listEntityPage } from "../domain/entity-list/list-entities";
import type { OrgContext } from "../trpc/init";

const MOST_PICKED = 20;

/** The label of an entity of the draft; the id of one that is missing. */
export function labelIn({ current }: DraftState, key: EntityKey): string {
  const entity = entityOf(current, key);
  return entity ? entityLabel(entity, current, dependentsIn(current)) : key.id;
}

function lookupIn(state: DraftState): CellLookup {
  const dependents = (kind: string, target: EntityKey) => indexOf(state.current, kind).dependents.get(keyText(target)) ?? [];
  return {
    labelOf: (key) => labelIn(state, key),
    countOf: (kind, target) => dependents(kind, target).length,
    labelsOf: (kind, target, most) =>
      dependents(kind, target)
        .slice(0, most)
        .map(({ entity }) => labelIn(state, entity)),
    targetOf: (entity, field) => referencesOf(entity).find((reference) => reference.field === field)?.to,
  };
}

/** What an entity refers to, in words: whoever looks for a plugin knows the name of its route. */
const around =
  (state: DraftState) =>
  (entity: ConfigEntity): string =>
    referencesOf(entity)
      .map(({ to }) => labelIn(state, to))
      .join("\n");

/** A page of the draft's entities of one kind. Throws `not_found`. */
export async function listEntities(ctx: OrgContext, groupId: string, asked: ListEntitiesInput): Promise<EntityPage> {
  const state = await loadDraft(ctx, groupId);
  const source = { index: indexOf(state.current, asked.kind), lookup: lookupIn(state), around: around(state), revision: state.revision };
  return listEntityPage({ ...source, changeOf: (key) => changeOf(state, key) }, asked);
}

/** The entities of a kind that a search finds, at most twenty, by label. Throws `not_found`. */
export async function pickEntities(ctx: OrgContext, groupId: string, { kind, search }: { kind: string; search?: string | undefined }): Promise<PickedEntity[]> {
  const state = await loadDraft(ctx, groupId);
  return findEntities(indexOf(state.current, kind), { search }, around(state))
    .slice(0, MOST_PICKED)
    .map(({ entity }) => ({ id: entity.id, label: labelIn(state, entity) }));
}
