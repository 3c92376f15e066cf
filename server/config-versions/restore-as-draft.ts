import { diffConfigurations } from "../domain/configuration/diff-configurations";
import type { DraftSaved } from "../domain/draft";
import { appendStep } from "../draft-store/append-step";
import { groupSchemas } from "../draft-store/group-schemas";
import { loadDraft } from "../draft-store/load-draft";
import type { OrgContext } from "../trpc/init";
import { loadKeptVersion } from "./load-side";

/**
 * Makes the group's draft what a version had, as one step that can be taken back; nothing is checked before the review. Refuses
 * where somebody changed the draft at the same moment. Throws `not_found`, and `conflict` where the document is not kept any more.
 */
export async function restoreAsDraft(ctx: OrgContext, groupId: string, number: number): Promise<DraftSaved> {
  const [content, group, draft] = await Promise.all([loadKeptVersion(ctx, groupId, number), groupSchemas(ctx, groupId), loadDraft(ctx, groupId)]);
  const changes = diffConfigurations(draft.current, content, group.schemas);
  if (changes.length === 0) return { ok: true, revision: draft.revision, findings: [] };
  const appended = await appendStep(ctx, groupId, { seenRevision: draft.revision, changes, title: `Restored v${number}`, group });
  return appended.ok ? { ...appended, findings: [] } : appended;
}
