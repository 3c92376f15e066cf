import { entityOf, type EntityKey } from "../domain/configuration/configuration";
import { planDeletion } from "../domain/configuration/delete-plan";
import { referencesOf } from "../domain/configuration/references";
import { maskSecrets } from "../domain/configuration/secrets";
import { keyText } from "../domain/configuration/write-document";
import type { Dependents, EntityView } from "../domain/draft";
import { kindNoun } from "../domain/entity-list/kind-noun";
import { DomainError } from "../domain/errors";
import { checkInPlace } from "../draft-store/check-changes";
import { NAMED_CHECKS } from "../domain/kong-schema/named-checks";
import { editionFindings } from "../draft-store/edition-findings";
import { changeOf, dependentsIn, type DraftState } from "../draft-store/draft-state";
import { groupSchemas } from "../draft-store/group-schemas";
import { loadDraft } from "../draft-store/load-draft";
import type { OrgContext } from "../trpc/init";
import { entityYaml } from "./entity-yaml";
import { labelIn } from "./list-entities";
import { stampOf } from "./stamp";

function usedBy({ current }: DraftState, key: EntityKey): EntityView["usedBy"] {
  const counts = new Map<string, EntityView["usedBy"][number]>();
  for (const { entity, reference } of dependentsIn(current).of(key)) {
    const text = `${entity.kind} ${reference.field}`;
    const known = counts.get(text) ?? { kind: entity.kind, field: reference.field, count: 0 };
    counts.set(text, { ...known, count: known.count + 1 });
  }
  return [...counts.values()];
}

/** One entity of the draft, its secrets masked, with what it refers to and what refers to it. Throws `not_found`. */
export async function getEntity(ctx: OrgContext, groupId: string, key: EntityKey): Promise<EntityView> {
  const [state, group] = [await loadDraft(ctx, groupId), await groupSchemas(ctx, groupId)];
  const { schemas } = group;
  const entity = entityOf(state.current, key);
  if (!entity) throw new DomainError("not_found", `There is no such ${kindNoun(key.kind)} in this draft.`);
  const masked = maskSecrets(entity, schemas);
  const before = state.net.get(keyText(key))?.before;
  return {
    revision: state.revision,
    stamp: stampOf(ctx, entity),
    entity: masked,
    label: labelIn(state, key),
    change: changeOf(state, key),
    ...(before ? { before: maskSecrets(before, schemas) } : {}),
    references: referencesOf(entity).map(({ field, to }) => ({
      field,
      kind: to.kind,
      id: to.id,
      label: labelIn(state, to),
    })),
    usedBy: usedBy(state, key),
    findings: [
      ...checkInPlace(entity, state.current, { schemas, named: NAMED_CHECKS, now: ctx.deps.now() }),
      ...editionFindings(entity, state.current, group, ctx.deps.now()),
    ],
    yaml: entityYaml(masked, state.current),
  };
}

const MOST_TOLD = 100;

/** What deleting these entities does to others, in words of the draft. */
export function dependentsOf(state: DraftState, keys: readonly EntityKey[]): Dependents {
  const { deleted, cleared } = planDeletion(state.current, keys, dependentsIn(state.current));
  const named = new Set(keys.map(keyText));
  const along = deleted.filter((entity) => !named.has(keyText(entity)));
  const told = ({ kind, id }: EntityKey) => ({ kind, id, label: labelIn(state, { kind, id }) });
  return {
    deleted: along.slice(0, MOST_TOLD).map(told),
    cleared: cleared.slice(0, MOST_TOLD).map(({ entity, field }) => ({
      ...told(entity),
      field,
    })),
    deletedCount: along.length,
    clearedCount: cleared.length,
  };
}

/** What would go along with an entity, and what would lose its reference to it. Throws `not_found`. */
export async function getDependents(ctx: OrgContext, groupId: string, key: EntityKey): Promise<Dependents> {
  const state = await loadDraft(ctx, groupId);
  if (!entityOf(state.current, key)) throw new DomainError("not_found", `There is no such ${kindNoun(key.kind)} in this draft.`);
  return dependentsOf(state, [key]);
}
