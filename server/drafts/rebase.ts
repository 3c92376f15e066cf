import { randomUUID } from "node:crypto";
import { insertAudit } from "../../db/queries/audit";
import { deleteDraftSteps, insertDraftStep, upsertDraft } from "../../db/queries/drafts";
import { draftStepPlace } from "../at-rest/places";
import { sealBytes } from "../at-rest/seal";
import { keyText } from "../domain/configuration/write-document";
import { EMPTY_CONFIGURATION } from "../domain/configuration/configuration";
import type { DraftSaved, RebaseInput } from "../domain/draft";
import { findConflicts } from "../draft-store/conflicts";
import type { DraftState } from "../draft-store/draft-state";
import { groupSchemas } from "../draft-store/group-schemas";
import { loadDraft, loadVersion } from "../draft-store/load-draft";
import { type Rebased, rebaseDraft } from "../draft-store/rebase";
import { firstRevisionOf } from "../draft-store/revision";
import { encodeChanges } from "../draft-store/step-changes";
import type { OrgContext } from "../trpc/init";
import { unseenOf } from "./discard";

/** The draft as it would be on what is live now; undefined: it began from that. */
export async function rebasedDraft(ctx: OrgContext, state: DraftState, keep?: ReadonlySet<string>): Promise<Rebased | undefined> {
  if (state.base?.number === state.live?.number) return undefined;
  const live = state.live ? await loadVersion(ctx, state.groupId, state.live.number) : EMPTY_CONFIGURATION;
  return rebaseDraft(state, live ?? EMPTY_CONFIGURATION, keep);
}

interface SealedStep {
  revision: number;
  undoes: number | null;
  changes: Buffer;
  step: Rebased["steps"][number];
}

/** The steps with the revisions that they have on the new base. */
function sealSteps({ deps, org }: OrgContext, groupId: string, first: number, steps: Rebased["steps"]): Promise<SealedStep[]> {
  const renumbered = new Map(steps.map(({ revision }, index) => [revision, first + index + 1]));
  return Promise.all(
    steps.map(async (step, index) => {
      const revision = first + index + 1;
      const changes = await sealBytes(await encodeChanges(step.changes), deps.keys, draftStepPlace(org.orgId, groupId, revision));
      return { revision, undoes: step.undoes === null ? null : (renumbered.get(step.undoes) ?? null), changes, step };
    }),
  );
}

/**
 * Brings the draft up to what is live: its steps, with their authors, on the new base, merged by entity. Of entities that both
 * changed, those in `keep` stay as drafted, others become what is live. Refuses where the draft or what is live is not what
 * was seen. Throws `not_found`.
 */
export async function rebaseOntoLive(ctx: OrgContext, groupId: string, { revision, keep, liveVersion }: RebaseInput): Promise<DraftSaved> {
  const { deps, org, user } = ctx;
  const group = await groupSchemas(ctx, groupId);
  const before = await loadDraft(ctx, groupId);
  const rebased = await rebasedDraft(ctx, before, new Set(keep.map(keyText)));
  if (!rebased) return { ok: true, revision: before.revision, findings: [] };
  const first = firstRevisionOf(before.live?.number ?? 0);
  const sealed = await sealSteps(ctx, groupId, first, rebased.steps);
  return org.db.write(async (tx) => {
    const state = await loadDraft(ctx, groupId, tx);
    if (state.revision !== revision || state.revision !== before.revision) return unseenOf(ctx, state, revision, group);
    const isUnseen = state.live?.number !== before.live?.number || (liveVersion !== undefined && liveVersion !== state.live?.number);
    if (isUnseen) {
      const conflicts = await findConflicts(ctx, state, { seenRevision: state.revision, keys: rebased.conflicts, schemas: group.schemas });
      return { ok: false, reason: "conflict", revision: state.revision, conflicts };
    }
    const at = deps.now();
    const next = sealed.at(-1)?.revision ?? first;
    await deleteDraftSteps(tx, org, groupId);
    await upsertDraft(tx, org, { groupId, revision: next, baseVersion: state.live?.number ?? null, baseEtag: state.live?.etag ?? null, updatedAt: at });
    for (const { step, ...row } of sealed) {
      const { userId, authorName, title, changes } = step;
      await insertDraftStep(tx, org, { groupId, userId, authorName, title, changeCount: changes.length, at: step.at, ...row });
    }
    const target = `${state.groupName} to v${state.live?.number ?? 0}`;
    await insertAudit(tx, org, { id: randomUUID(), at, actor: user.name, action: "draft.rebase", target, groupId });
    return { ok: true, revision: next, findings: [] };
  });
}
