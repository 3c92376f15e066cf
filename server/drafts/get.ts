import { type DraftState, isBehind, type VersionRef } from "../draft-store/draft-state";
import { type DraftHeader, loadDraftIfWhole, openSteps, readDraftHeader } from "../draft-store/load-draft";
import { changesByKind } from "../domain/configuration/diff-configurations";
import type { DraftStep, DraftSummary } from "../domain/draft";
import { countChanges } from "../draft-store/review-configuration";
import type { OrgContext } from "../trpc/init";

/** A config version as the draft's pages show it. */
export const shownVersion = (version: VersionRef | null): DraftSummary["base"] =>
  version && { version: version.number, authorName: version.authorName, createdAt: version.createdAt };

/** The draft's steps in order, without what they changed. */
export function stepsOf({ steps }: Pick<DraftState, "steps">): DraftStep[] {
  const undone = new Set<number>();
  // From the newest: an undo that was itself taken back undoes nothing.
  for (const { revision, undoes } of steps.toReversed()) if (undoes !== null && !undone.has(revision)) undone.add(undoes);
  return steps.map(({ revision, at, authorName, title, changes, undoes }) => ({
    revision,
    at,
    authorName,
    title,
    changeCount: changes.length,
    isUndone: undone.has(revision),
    ...(undoes === null ? {} : { undoes }),
  }));
}

const NO_CHANGES = { created: 0, changed: 0, deleted: 0 };

/** What is known of a draft whose beginning is lost: enough to discard it. */
function headerSummary({ revision, base, live }: DraftHeader): DraftSummary {
  const known = { revision, base: shownVersion(base), live: shownVersion(live), isBehind: isBehind({ base, live }) };
  return { ...known, isBaseLost: true, isChanged: false, changes: NO_CHANGES, counts: {}, changedByKind: {} };
}

/** The draft at a glance: from which config version it began, and what it changes. Throws `not_found`. */
export async function getDraft(ctx: OrgContext, groupId: string): Promise<DraftSummary> {
  const state = await loadDraftIfWhole(ctx, groupId);
  if (!state) return headerSummary(await readDraftHeader(ctx, groupId));
  const changes = [...state.net.values()];
  const lastStep = stepsOf(state).at(-1);
  return {
    revision: state.revision,
    base: shownVersion(state.base),
    live: shownVersion(state.live),
    isBehind: isBehind(state),
    isBaseLost: false,
    isChanged: changes.length > 0,
    changes: countChanges(changes),
    counts: Object.fromEntries([...state.current.entities].map(([kind, ofKind]) => [kind, ofKind.size])),
    changedByKind: Object.fromEntries([...changesByKind(changes)].map(([kind, ofKind]) => [kind, countChanges(ofKind)])),
    ...(lastStep ? { lastStep } : {}),
  };
}

/** The steps of the draft, newest first. Throws `not_found`. */
export async function listSteps(ctx: OrgContext, groupId: string): Promise<DraftStep[]> {
  const state = (await loadDraftIfWhole(ctx, groupId)) ?? { steps: await openSteps(ctx, groupId, 0) };
  return stepsOf(state).toReversed();
}
