import { entityOf } from "../domain/configuration/configuration";
import { planDeletion } from "../domain/configuration/delete-plan";
import type { DeleteEntitiesInput, DraftSaved, EntitiesDeleted, SetEnabledInput } from "../domain/draft";
import { isEnabled } from "../domain/entity-list/list-columns";
import { kindNoun } from "../domain/entity-list/kind-noun";
import { dependentsIn, type DraftState } from "../draft-store/draft-state";
import { groupSchemas } from "../draft-store/group-schemas";
import { loadDraft } from "../draft-store/load-draft";
import { takeChanges } from "../draft-store/take-changes";
import type { OrgContext } from "../trpc/init";
import { dependentsOf } from "./get-entity";
import { labelIn } from "./list-entities";

/** "gateway service echo", or "3 routes and others". */
function namesOf(state: DraftState, keys: DeleteEntitiesInput["keys"]): string {
  const [first, ...others] = keys;
  if (!first) return "nothing";
  return `${kindNoun(first.kind)} ${labelIn(state, first)}${others.length > 0 ? ` and ${others.length} more` : ""}`;
}

/**
 * Deletes entities of the draft with all that cannot be without them, and clears what may. What goes along has to be confirmed
 * by its count; entities that are gone already are passed over. Throws `not_found`.
 */
export async function deleteEntities(ctx: OrgContext, groupId: string, { keys, revision, confirmDependents }: DeleteEntitiesInput): Promise<EntitiesDeleted> {
  const [state, group] = [await loadDraft(ctx, groupId), await groupSchemas(ctx, groupId)];
  const there = keys.filter((key) => entityOf(state.current, key));
  const dependents = dependentsOf(state, there);
  const isConfirmed = dependents.deletedCount === (confirmDependents ?? 0);
  if (!isConfirmed) return { ok: false, reason: "dependents", dependents };
  const { changes } = planDeletion(state.current, there, dependentsIn(state.current));
  const along = dependents.deletedCount > 0 ? `, with ${dependents.deletedCount} that hung on it` : "";
  return takeChanges(ctx, state, { seenRevision: revision, changes, title: `Deleted ${namesOf(state, there)}${along}`, group });
}

/** Enables or disables gateway services and plugins of the draft; other kinds, and what is so already, are passed over. Throws `not_found`. */
export async function setEnabled(ctx: OrgContext, groupId: string, { keys, enabled, revision }: SetEnabledInput): Promise<DraftSaved> {
  const [state, group] = [await loadDraft(ctx, groupId), await groupSchemas(ctx, groupId)];
  const changes = keys.flatMap((key) => {
    const before = entityOf(state.current, key);
    if (!before || isEnabled(before) !== !enabled) return [];
    return [{ before, after: { ...before, fields: { ...before.fields, enabled } } }];
  });
  const title = `${enabled ? "Enabled" : "Disabled"} ${namesOf(
    state,
    changes.map(({ before }) => ({ kind: before.kind, id: before.id })),
  )}`;
  return takeChanges(ctx, state, { seenRevision: revision, changes, title, group });
}
