import { randomUUID } from "node:crypto";
import type { Executor } from "../../db/client";
import { insertAudit } from "../../db/queries/audit";
import { deleteDraftSteps, insertDraftStep, upsertDraft } from "../../db/queries/drafts";
import { draftStepPlace } from "../at-rest/places";
import { sealBytes } from "../at-rest/seal";
import { keyText } from "../domain/configuration/write-document";
import type { EntityKey } from "../domain/configuration/configuration";
import { diffConfigurations } from "../domain/configuration/diff-configurations";
import type { DraftSaved, RebaseInput } from "../domain/draft";
import { changeDraft } from "../draft-store/change-draft";
import { checkDrafted } from "../draft-store/check-drafted";
import { unseenOf } from "../draft-store/conflicts";
import type { DraftState } from "../draft-store/draft-state";
import { isUnseen } from "../draft-store/publish-over";
import { groupSchemas } from "../draft-store/group-schemas";
import type { Rebased } from "../draft-store/rebase";
import { firstRevisionOf } from "../draft-store/revision";
import { encodeChanges } from "../draft-store/step-changes";
import type { OrgContext } from "../trpc/init";
import { publishableOf, rebasedDraft } from "./publishable";

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

/** Puts the steps, on what is live, in place of the draft's; its new revision. */
async function writeSteps(tx: Executor, { deps, org, by }: OrgContext, state: DraftState, sealed: SealedStep[]): Promise<number> {
  const { groupId, groupName, live, base } = state;
  const at = deps.now();
  const next = sealed.at(-1)?.revision ?? firstRevisionOf(live?.number ?? 0);
  await deleteDraftSteps(tx, org, groupId);
  await upsertDraft(tx, org, { groupId, revision: next, baseVersion: live?.number ?? null, baseEtag: live?.etag ?? null, updatedAt: at });
  for (const { step, ...row } of sealed) {
    const { userId, authorName, title, changes } = step;
    await insertDraftStep(tx, org, { groupId, userId, authorName, title, changeCount: changes.length, at: step.at, ...row });
  }
  const target = `${groupName} to v${live?.number ?? 0}`;
  const change = { before: { revision: state.revision, base: base?.number ?? null }, after: { revision: next, base: live?.number ?? null } };
  await insertAudit(tx, org, { id: randomUUID(), at, ...by, action: "draft.rebase", target, groupId, ...change });
  return next;
}

/**
 * Brings the draft up to what is live: its steps, with their authors, on the new base, merged by entity. Of entities that both
 * changed, those in `keep` stay as drafted and others become what is live; or those in `take` do, and others stay. `findings`: what does not hold together now, such as a
 * reference to what was deleted meanwhile. Refuses where the draft or what is live is not what was seen. Throws `not_found`, and
 * `conflict` where what is live cannot be read.
 */
export async function rebaseOntoLive(ctx: OrgContext, groupId: string, { revision, keep, take, seenLive }: RebaseInput): Promise<DraftSaved> {
  const named = new Set((take ?? keep ?? []).map(keyText));
  const keeps = (key: EntityKey): boolean => named.has(keyText(key)) === (take === undefined);
  const group = await groupSchemas(ctx, groupId);
  return changeDraft<DraftSaved>(ctx, groupId, async (state) => {
    if (state.revision !== revision) return { answer: await unseenOf(ctx, state, revision, group) };
    const rebased = await rebasedDraft(ctx, state, keeps);
    if (!rebased) return { answer: { ok: true, revision, findings: [] } };
    if (isUnseen(seenLive, state.live?.number ?? null)) {
      const { conflicts } = await publishableOf(ctx, state, group);
      return { answer: { ok: false, reason: "conflict", revision, conflicts } };
    }
    const findings = await checkDrafted(ctx, diffConfigurations(rebased.live, rebased.current, group.schemas), rebased.live, group);
    const sealed = await sealSteps(ctx, groupId, firstRevisionOf(state.live?.number ?? 0), rebased.steps);
    return { write: async (tx) => ({ ok: true, revision: await writeSteps(tx, ctx, state, sealed), findings }) };
  });
}
