import { randomUUID } from "node:crypto";
import { insertAudit } from "../../db/queries/audit";
import { deleteDraftSteps, upsertDraft } from "../../db/queries/drafts";
import { changeKey, DOCUMENT_KIND } from "../domain/configuration/diff-configurations";
import type { DraftSaved } from "../domain/draft";
import { authorOfBase, findConflicts } from "../draft-store/conflicts";
import type { DraftState } from "../draft-store/draft-state";
import { type GroupSchemas, groupSchemas } from "../draft-store/group-schemas";
import { loadDraft } from "../draft-store/load-draft";
import { firstRevisionOf } from "../draft-store/revision";
import type { OrgContext } from "../trpc/init";

/** What to tell who has not seen the draft to its end: what others changed since, or that the draft he saw is gone. */
export async function unseenOf(
  ctx: OrgContext,
  state: DraftState,
  seenRevision: number,
  { schemas }: GroupSchemas,
): Promise<Extract<DraftSaved, { reason: "conflict" }>> {
  const refused = { ok: false, reason: "conflict", revision: state.revision } as const;
  if (seenRevision < state.startRevision) {
    const key = { kind: DOCUMENT_KIND, id: "document" };
    return { ...refused, conflicts: [{ key, label: "The whole configuration", ...(await authorOfBase(ctx, state, seenRevision)) }] };
  }
  const keys = state.steps.filter((step) => step.revision > seenRevision).flatMap(({ changes }) => changes.map(changeKey));
  return { ...refused, conflicts: await findConflicts(ctx, state, { seenRevision, keys, schemas }) };
}

/** Discards every change of the draft, unless it holds some that were not seen at `revision`. Throws `not_found`. */
export async function discardDraft(ctx: OrgContext, groupId: string, revision: number): Promise<DraftSaved> {
  const { deps, org, user } = ctx;
  const group = await groupSchemas(ctx, groupId);
  await loadDraft(ctx, groupId);
  return org.db.write(async (tx) => {
    const state = await loadDraft(ctx, groupId, tx);
    if (state.steps.length === 0) return { ok: true, revision: state.revision, findings: [] };
    if (state.revision !== revision) return unseenOf(ctx, state, revision, group);
    const at = deps.now();
    const next = Math.max(state.revision + 1, firstRevisionOf(state.live?.number ?? 0));
    await deleteDraftSteps(tx, org, groupId);
    const base = { baseVersion: state.live?.number ?? null, baseEtag: state.live?.etag ?? null };
    await upsertDraft(tx, org, { groupId, revision: next, ...base, updatedAt: at });
    await insertAudit(tx, org, { id: randomUUID(), at, actor: user.name, action: "draft.discard", target: state.groupName, groupId });
    return { ok: true, revision: next, findings: [] };
  });
}
