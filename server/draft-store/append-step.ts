import { randomUUID } from "node:crypto";
import { insertAudit } from "../../db/queries/audit";
import { insertDraftStep, upsertDraft } from "../../db/queries/drafts";
import type { Executor } from "../../db/client";
import { draftStepPlace } from "../at-rest/places";
import { sealBytes } from "../at-rest/seal";
import type { EntityChange } from "../domain/configuration/configuration";
import { changeKey } from "../domain/configuration/diff-configurations";
import type { DraftConflict, DraftFinding } from "../domain/draft";
import type { OrgContext } from "../trpc/init";
import { changeDraft } from "./change-draft";
import { findConflicts } from "./conflicts";
import { addStep, type DraftState, entityIn, isAlike, MOST_UPDATES, type OpenStep, prepareIndexes } from "./draft-state";
import type { GroupSchemas } from "./group-schemas";
import { rememberDraft } from "./load-draft";
import { encodeChanges } from "./step-changes";

/** A step to add. */
export interface NewStep {
  /** The draft's revision that its author saw. */
  seenRevision: number;
  changes: readonly EntityChange[];
  /** What is done, in words without a secret. */
  title: string;
  group: GroupSchemas;
  /** The step that it takes back. Absent: it is no undo. */
  undoes?: number;
  /** Of the audit trail. Absent: a change, or an undo. */
  action?: "config.import";
  /** The errors that the changes would be in the draft that they are written to. Absent: none. */
  findErrors?: (state: DraftState) => Promise<DraftFinding[]>;
}

/** What became of a step. Where it is not `ok`, nothing was written. */
export type Appended =
  | { ok: true; revision: number }
  | { ok: false; reason: "conflict"; revision: number; conflicts: DraftConflict[] }
  | { ok: false; reason: "findings"; findings: DraftFinding[] };

const MOST_TITLE_CHARACTERS = 300;

async function writeStep(
  tx: Executor,
  { deps, org, user, by }: OrgContext,
  state: DraftState,
  { title, changes, undoes, action }: NewStep,
  part: { revision: number; sealed: Buffer },
): Promise<Omit<OpenStep, "changes">> {
  const { groupId, base } = state;
  const at = deps.now();
  const words = title.slice(0, MOST_TITLE_CHARACTERS);
  await upsertDraft(tx, org, { groupId, revision: part.revision, baseVersion: base?.number ?? null, baseEtag: base?.etag ?? null, updatedAt: at });
  const row = { revision: part.revision, userId: user.id, authorName: user.name, title: words, undoes: undoes ?? null, at };
  await insertDraftStep(tx, org, { groupId, ...row, changeCount: changes.length, changes: part.sealed });
  await insertAudit(tx, org, {
    id: randomUUID(),
    at,
    ...by,
    action: action ?? (undoes === undefined ? "draft.change" : "draft.undo"),
    target: `${state.groupName}: ${words}`,
    groupId,
    before: { revision: state.revision },
    after: { revision: part.revision, entities: changes.length },
  });
  return row;
}

/** What is in the way of a step; undefined: nothing. */
async function conflictsOf(ctx: OrgContext, state: DraftState, { seenRevision, changes, group: { schemas } }: NewStep): Promise<DraftConflict[] | undefined> {
  const conflicts = await findConflicts(ctx, state, { seenRevision, keys: changes.map(changeKey), schemas });
  if (conflicts.length > 0) return conflicts;
  // What the step was made from is what it is applied to, whoever wrote in between.
  const moved = changes.filter((change) => !isAlike(change.before, entityIn(state.current, changeKey(change))));
  return moved.length > 0 ? findConflicts(ctx, state, { seenRevision: 0, keys: moved.map(changeKey), schemas }) : undefined;
}

/**
 * Adds a step to the group's draft, making the draft where there is none: the step, the draft's row and the audit row, all or
 * none. Refuses, and writes nothing, where somebody else changed one of the entities after `seenRevision`, so that of two
 * writers in one or in several processes neither overwrites the other unseen, and where the two together would be an error.
 * Throws `not_found`.
 */
export async function appendStep(ctx: OrgContext, groupId: string, step: NewStep): Promise<Appended> {
  const { deps, org } = ctx;
  const bytes = await encodeChanges(step.changes);
  const { appended, written } = await changeDraft<{ appended: Appended; written?: { onto: DraftState; row: Omit<OpenStep, "changes"> } }>(
    ctx,
    groupId,
    async (state) => {
      const conflicts = await conflictsOf(ctx, state, step);
      if (conflicts) return { answer: { appended: { ok: false, reason: "conflict", revision: state.revision, conflicts } } };
      const findings = (await step.findErrors?.(state)) ?? [];
      if (findings.length > 0) return { answer: { appended: { ok: false, reason: "findings", findings } } };
      const revision = state.revision + 1;
      const sealed = await sealBytes(bytes, deps.keys, draftStepPlace(org.orgId, groupId, revision));
      const write = async (tx: Executor) => {
        const row = await writeStep(tx, ctx, state, step, { revision, sealed });
        return { appended: { ok: true, revision } as const, written: { onto: state, row } };
      };
      return { write };
    },
  );
  // What was committed need not be read again.
  if (written) {
    const next = addStep(written.onto, { ...written.row, changes: step.changes });
    rememberDraft(ctx, next);
    if (step.changes.length > MOST_UPDATES) await prepareIndexes(next.current);
  }
  return appended;
}
