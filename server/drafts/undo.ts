import type { DraftSaved } from "../domain/draft";
import { changeKey, invertChanges } from "../domain/configuration/diff-configurations";
import { DomainError } from "../domain/errors";
import { findConflicts } from "../draft-store/conflicts";
import { entityIn, isAlike } from "../draft-store/draft-state";
import { groupSchemas } from "../draft-store/group-schemas";
import { loadDraft } from "../draft-store/load-draft";
import { takeChanges } from "../draft-store/take-changes";
import type { OrgContext } from "../trpc/init";

/**
 * Takes a step back by a step of its own, unless its entities were changed since, which is told as a conflict, or the draft
 * would not hold together without it. Throws `not_found`.
 */
export async function undoStep(ctx: OrgContext, groupId: string, revision: number): Promise<DraftSaved> {
  const [state, group] = [await loadDraft(ctx, groupId), await groupSchemas(ctx, groupId)];
  const step = state.steps.find((each) => each.revision === revision);
  if (!step) throw new DomainError("not_found", "The draft has no such step any more.");
  const keys = step.changes.filter((change) => !isAlike(entityIn(state.current, changeKey(change)), change.after)).map(changeKey);
  if (keys.length > 0) {
    const conflicts = await findConflicts(ctx, state, { seenRevision: revision, keys, schemas: group.schemas });
    return { ok: false, reason: "conflict", revision: state.revision, conflicts };
  }
  const changes = invertChanges(step.changes);
  return takeChanges(ctx, state, { seenRevision: state.revision, changes, title: `Undid: ${step.title}`, group, undoes: revision });
}
