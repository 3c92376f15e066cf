import { changeOf, dependentsIn, type DraftState, indexOf, prepareIndexes } from "../draft-store/draft-state";
import { loadDraft } from "../draft-store/load-draft";
import { entityOf, type EntityKey } from "../domain/configuration/configuration";
import { entityLabel } from "../domain/configuration/entity-label";
import { keyText } from "../domain/configuration/write-document";
import type { EntityPage, ListEntitiesInput, PickedEntity } from "../domain/draft";
import { indexEntity, type IndexedEntity } from "../domain/entity-list/kind-index";
import type { CellLookup } from "../domain/entity-list/list-columns";
import { findEntities, listEntityPage } from "../domain/entity-list/list-entities";
import type { OrgContext } from "../trpc/init";

const MOST_PICKED = 20;

type LabelOf = (key: EntityKey) => string;

/** Labels of entities of the draft, each put together once: thousands of one list may have a target in common. */
function labelsIn({ current }: DraftState): LabelOf {
  const [known, dependents] = [new Map<string, string>(), dependentsIn(current)];
  return (key) => {
    const text = keyText(key);
    let label = known.get(text);
    if (label !== undefined) return label;
    const entity = entityOf(current, key);
    label = entity ? entityLabel(entity, current, dependents) : key.id;
    known.set(text, label);
    return label;
  };
}

/** The label of an entity of the draft; the id of one that is missing. */
export const labelIn = (state: DraftState, key: EntityKey): string => labelsIn(state)(key);

function lookupIn(state: DraftState, labelOf: LabelOf): CellLookup {
  const dependents = (kind: string, target: EntityKey) => indexOf(state.current, kind).dependents.get(keyText(target)) ?? [];
  return {
    labelOf,
    countOf: (kind, target) => dependents(kind, target).length,
    labelsOf: (kind, target, most) =>
      dependents(kind, target)
        .slice(0, most)
        .map(({ entity }) => labelOf(entity)),
    targetOf: (entity, field) => indexEntity(entity).references.find((reference) => reference.field === field)?.to,
  };
}

/** What an entity refers to, in words: whoever looks for a plugin knows the name of its route. */
const around =
  (labelOf: LabelOf) =>
  ({ references }: IndexedEntity): string =>
    references.map(({ to }) => labelOf(to)).join("\n");

/** A page of the draft's entities of one kind. Throws `not_found`. */
export async function listEntities(ctx: OrgContext, groupId: string, asked: ListEntitiesInput): Promise<EntityPage> {
  const state = await loadDraft(ctx, groupId);
  await prepareIndexes(state.current);
  const labelOf = labelsIn(state);
  const source = { index: indexOf(state.current, asked.kind), lookup: lookupIn(state, labelOf), around: around(labelOf), revision: state.revision };
  return listEntityPage({ ...source, changeOf: (key) => changeOf(state, key) }, asked);
}

/** The entities of a kind that a search finds, at most twenty, by label. Throws `not_found`. */
export async function pickEntities(ctx: OrgContext, groupId: string, { kind, search }: { kind: string; search?: string | undefined }): Promise<PickedEntity[]> {
  const state = await loadDraft(ctx, groupId);
  await prepareIndexes(state.current);
  const labelOf = labelsIn(state);
  return findEntities(indexOf(state.current, kind), { search }, around(labelOf))
    .slice(0, MOST_PICKED)
    .map(({ entity }) => ({ id: entity.id, label: labelOf(entity) }));
}
