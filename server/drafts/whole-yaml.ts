import type { DraftSaved } from "../domain/draft";
import { unseenOf } from "../draft-store/conflicts";
import { contentAt } from "../draft-store/draft-state";
import { groupSchemas } from "../draft-store/group-schemas";
import { loadDraft } from "../draft-store/load-draft";
import { runTask } from "../draft-store/run-task";
import { takeChanges } from "../draft-store/take-changes";
import type { OrgContext } from "../trpc/init";

/** The whole draft as YAML, its secrets masked. Throws `not_found`. */
export async function getYaml(ctx: OrgContext, groupId: string): Promise<{ text: string; revision: number }> {
  const [state, { versions }] = [await loadDraft(ctx, groupId), await groupSchemas(ctx, groupId)];
  const { text } = await runTask(ctx.deps, "maskedYaml", { configuration: state.current, versions });
  return { text, revision: state.revision };
}

/**
 * Takes the whole draft as YAML: what it changes against the draft as its author saw it, merged by entity with what others did
 * since. An error saves nothing. Throws `not_found`.
 */
export async function saveYaml(ctx: OrgContext, groupId: string, { text, revision }: { text: string; revision: number }): Promise<DraftSaved> {
  const [state, group] = [await loadDraft(ctx, groupId), await groupSchemas(ctx, groupId)];
  const seen = contentAt(state, revision);
  if (!seen) return unseenOf(ctx, state, revision, group);
  const { findings, changes } = await runTask(ctx.deps, "readYaml", { text, seen, versions: group.versions, now: ctx.deps.now() });
  if (findings.length > 0) return { ok: false, reason: "findings", findings };
  return takeChanges(ctx, state, { seenRevision: revision, changes, title: "Edited the configuration as YAML", group });
}
