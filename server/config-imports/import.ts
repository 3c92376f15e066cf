import { applyChanges } from "../domain/configuration/diff-configurations";
import type { DraftSaved, ImportInput, ImportPreview } from "../domain/draft";
import { NAMED_CHECKS } from "../domain/kong-schema/named-checks";
import { sizeOf } from "../draft-store/draft-cache";
import { groupSchemas } from "../draft-store/group-schemas";
import { loadDraft } from "../draft-store/load-draft";
import { readImport } from "../draft-store/read-import";
import { countChanges, describeChanges } from "../draft-store/review-configuration";
import { takeChanges } from "../draft-store/take-changes";
import type { OrgContext } from "../trpc/init";

/** What taking the files would change in the draft, and what is to say about them. Throws `not_found`. */
export async function previewImport(ctx: OrgContext, groupId: string, input: ImportInput): Promise<ImportPreview> {
  const [state, { schemas }] = [await loadDraft(ctx, groupId), await groupSchemas(ctx, groupId)];
  const { changes, ...told } = readImport(input, state.current, { schemas, named: NAMED_CHECKS, now: ctx.deps.now() });
  const after = applyChanges(state.current, changes);
  const what = describeChanges(changes, state.current, after, schemas);
  return { ...told, ...what, revision: state.revision, counts: countChanges(changes), entityCount: sizeOf(after) };
}

const namesOf = (files: ImportInput["files"]): string => `${files[0]?.name ?? ""}${files.length > 1 ? ` and ${files.length - 1} more files` : ""}`;

/**
 * Takes the files into the draft as one step, which can be taken back. An error takes nothing; nor does a change that somebody
 * made since `revision` to what the files would change. Throws `not_found`.
 */
export async function takeImport(ctx: OrgContext, groupId: string, { revision, ...input }: ImportInput & { revision: number }): Promise<DraftSaved> {
  const [state, { schemas }] = [await loadDraft(ctx, groupId), await groupSchemas(ctx, groupId)];
  const { changes, findings } = readImport(input, state.current, { schemas, named: NAMED_CHECKS, now: ctx.deps.now() });
  if (findings.some(({ severity }) => severity === "error")) return { ok: false, reason: "findings", findings };
  const how = input.mode === "replace" ? "in place of all" : input.tag === undefined ? "merged" : `merged by the tag ${input.tag}`;
  return takeChanges(ctx, state, { seenRevision: revision, changes, title: `Imported ${namesOf(input.files)}, ${how}`, schemas, action: "config.import" });
}
