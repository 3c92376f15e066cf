import { createHash } from "node:crypto";
import { isError } from "../domain/config-document/finding";
import { applyChanges } from "../domain/configuration/diff-configurations";
import { printable } from "../domain/configuration/printable";
import type { DraftSaved, ImportInput, ImportPreview } from "../domain/draft";
import { draftCacheOf, sizeOf } from "../draft-store/draft-cache";
import type { DraftState } from "../draft-store/draft-state";
import { groupSchemas } from "../draft-store/group-schemas";
import { loadDraft } from "../draft-store/load-draft";
import type { ReadImport } from "../draft-store/read-import";
import { runTask } from "../draft-store/run-task";
import { countChanges, describeChanges } from "../draft-store/review-configuration";
import { takeChanges } from "../draft-store/take-changes";
import type { OrgContext } from "../trpc/init";

/** What the files make of the draft. Who takes what was shown just before does not wait for it twice. */
async function readInto(ctx: OrgContext, state: DraftState, { files, mode, tag }: ImportInput): Promise<ReadImport> {
  const { mark, versions } = await groupSchemas(ctx, state.groupId);
  const { lastImport } = draftCacheOf(ctx);
  const key = createHash("sha256")
    .update(JSON.stringify([mark, state.revision, state.live?.number, mode, tag, files]))
    .digest("hex");
  if (lastImport.key === key && lastImport.read) return lastImport.read;
  const input = { files, mode, ...(tag === undefined ? {} : { tag }) };
  const read = await runTask(ctx.deps, "readImport", { input, current: state.current, versions, now: ctx.deps.now() });
  Object.assign(lastImport, { key, read });
  return read;
}

/** What taking the files would change in the draft, and what is to say about them. Throws `not_found`. */
export async function previewImport(ctx: OrgContext, groupId: string, input: ImportInput): Promise<ImportPreview> {
  const [state, { schemas }] = [await loadDraft(ctx, groupId), await groupSchemas(ctx, groupId)];
  const { changes, ...told } = await readInto(ctx, state, input);
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
  const [state, group] = [await loadDraft(ctx, groupId), await groupSchemas(ctx, groupId)];
  const { changes, findings } = await readInto(ctx, state, input);
  if (findings.some(isError)) return { ok: false, reason: "findings", findings };
  const how = input.mode === "replace" ? "in place of all" : input.tag === undefined ? "merged" : `merged by the tag ${input.tag}`;
  const title = printable(`Imported ${namesOf(input.files)}, ${how}`);
  return takeChanges(ctx, state, { seenRevision: revision, changes, title, group, action: "config.import", isChecked: true }, findings);
}
