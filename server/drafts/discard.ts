import { randomUUID } from "node:crypto";
import { insertAudit } from "../../db/queries/audit";
import { deleteDraftSteps, upsertDraft } from "../../db/queries/drafts";
import type { DraftSaved } from "../domain/draft";
import { unseenOf } from "../draft-store/conflicts";
import { groupSchemas } from "../draft-store/group-schemas";
import { loadDraftIfWhole, readDraftHeader } from "../draft-store/load-draft";
import { firstRevisionOf } from "../draft-store/revision";
import type { OrgContext } from "../trpc/init";

/** The draft's new revision; null: nothing was written, because it is at another than was seen. Reads no content, since one may be lost. */
function discardSeen(ctx: OrgContext, groupId: string, revision: number): Promise<number | null> {
  const { deps, org, by } = ctx;
  return org.db.write(async (tx) => {
    const now = await readDraftHeader(ctx, groupId, tx);
    if (now.heads.length === 0) return now.revision;
    if (now.revision !== revision) return null;
    const at = deps.now();
    const next = Math.max(revision + 1, firstRevisionOf(now.live?.number ?? 0));
    await deleteDraftSteps(tx, org, groupId);
    await upsertDraft(tx, org, { groupId, revision: next, baseVersion: now.live?.number ?? null, baseEtag: now.live?.etag ?? null, updatedAt: at });
    const change = { before: { revision, steps: now.heads.length }, after: { revision: next, steps: 0 } };
    await insertAudit(tx, org, { id: randomUUID(), at, ...by, action: "draft.discard", target: now.groupName, groupId, ...change });
    return next;
  });
}

/** Discards every change of the draft, whatever became of what it began from, unless it holds some that were not seen at `revision`. Throws `not_found`. */
export async function discardDraft(ctx: OrgContext, groupId: string, revision: number): Promise<DraftSaved> {
  const next = await discardSeen(ctx, groupId, revision);
  if (next !== null) return { ok: true, revision: next, findings: [] };
  const state = await loadDraftIfWhole(ctx, groupId);
  if (state) return unseenOf(ctx, state, revision, await groupSchemas(ctx, groupId));
  return { ok: false, reason: "conflict", revision: (await readDraftHeader(ctx, groupId)).revision, conflicts: [] };
}
