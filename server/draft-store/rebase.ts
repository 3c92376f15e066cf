import type { Configuration, EntityChange, EntityKey } from "../domain/configuration/configuration";
import { applyChanges, changeKey } from "../domain/configuration/diff-configurations";
import { keyText } from "../domain/configuration/write-document";
import { type DraftState, entityIn, isAlike, type OpenStep } from "./draft-state";

/** A draft on another base. */
export interface Rebased {
  /** The entities that both the draft and the new base changed, differently; the draft's version of those that `keeps` names was taken. */
  conflicts: EntityKey[];
  /** What is left of the draft's steps, on the new base. Their revisions are the old ones. */
  steps: OpenStep[];
  current: Configuration;
}

/**
 * The draft on a base that somebody else published: merged by entity. Of those that both changed, the draft's version is taken
 * where `keeps` says so, else the new base's.
 */
export function rebaseDraft(
  { baseContent, current, steps, net }: DraftState,
  newBase: Configuration,
  keeps: (key: EntityKey) => boolean = () => false,
): Rebased {
  const conflicts: EntityKey[] = [];
  /** By `keyText`: what becomes of an entity's changes. Absent: the base did not touch it. */
  const fates = new Map<string, "kept" | "dropped">();
  for (const key of new Map(steps.flatMap(({ changes }) => changes.map((change) => [keyText(changeKey(change)), changeKey(change)] as const))).values()) {
    const [before, theirs] = [entityIn(baseContent, key), entityIn(newBase, key)];
    if (isAlike(before, theirs)) continue;
    const isConflict = net.has(keyText(key)) && !isAlike(entityIn(current, key), theirs);
    if (isConflict) conflicts.push(key);
    fates.set(keyText(key), isConflict && keeps(key) ? "kept" : "dropped");
  }
  const begun = new Set<string>();
  const carry = (change: EntityChange): EntityChange[] => {
    const key = keyText(changeKey(change));
    const fate = fates.get(key);
    if (fate === undefined) return [change];
    if (fate === "dropped") return [];
    if (begun.has(key)) return [change];
    begun.add(key);
    const theirs = entityIn(newBase, changeKey(change));
    // The draft began by deleting what is gone by now.
    if (!theirs && !change.after) return [];
    return [{ ...(theirs ? { before: theirs } : {}), ...(change.after ? { after: change.after } : {}) }];
  };
  const left = steps.map((step) => ({ ...step, changes: step.changes.flatMap(carry) })).filter(({ changes }) => changes.length > 0);
  return { conflicts, steps: left, current: left.reduce((content, { changes }) => applyChanges(content, changes), newBase) };
}
