import { publishContent } from "../../db/queries/config-versions";
import { deleteDraft } from "../../db/queries/drafts";
import { sealContent } from "../at-rest/content";
import { isError } from "../domain/config-document/finding";
import { diffConfigurations } from "../domain/configuration/diff-configurations";
import { guardPublish } from "../domain/configuration/publish-guard";
import type { DraftPublished, PublishDraftInput } from "../domain/draft";
import { groupSchemas } from "../draft-store/group-schemas";
import { loadDraft, rememberContent } from "../draft-store/load-draft";
import { countChanges } from "../draft-store/review-configuration";
import { runTask } from "../draft-store/run-task";
import type { OrgContext } from "../trpc/init";
import { stepsOf } from "./get";
import { findingsOf, publishableOf } from "./review";

const MOST_FINDINGS = 100;

/**
 * Publishes the draft as the group's next config version: content, version, pointer, audit row and the end of the draft, all or
 * none. Refuses on an error, on a draft that is not the one that was reviewed, where somebody else published the same
 * entities, and where the guard's count is not given. Throws `not_found`.
 */
export async function publishDraft(ctx: OrgContext, groupId: string, { revision, message, confirmCount }: PublishDraftInput): Promise<DraftPublished> {
  const { deps, org, user } = ctx;
  const [state, group] = [await loadDraft(ctx, groupId), await groupSchemas(ctx, groupId)];
  const changedSince = (now: typeof state): DraftPublished => ({
    ok: false,
    reason: "changed",
    revision: now.revision,
    steps: stepsOf(now).filter((step) => step.revision > revision),
  });
  if (state.revision !== revision) return changedSince(state);
  const { live, after, conflicts } = await publishableOf(ctx, state, group);
  if (conflicts.length > 0) return { ok: false, reason: "conflict", revision, conflicts };
  const changes = diffConfigurations(live, after, group.schemas);
  if (changes.length === 0) return { ok: false, reason: "unchanged" };
  const guard = guardPublish(live, after);
  if (guard.kind !== "none" && confirmCount !== guard.count) return { ok: false, reason: "guard", guard };
  const errors = (await findingsOf(ctx, state, after, group)).findings.filter(isError);
  if (errors.length > 0) return { ok: false, reason: "findings", findings: errors.slice(0, MOST_FINDINGS) };
  const content = await sealContent(deps.keys, org, groupId, await runTask(deps, "canonicalize", { configuration: after }));
  const counts = { against: state.live?.number ?? null, ...countChanges(changes) };
  const published = await org.db.write(async (tx): Promise<DraftPublished> => {
    const now = await loadDraft(ctx, groupId, tx);
    const about = { groupId, counts, rolledBackTo: null, message, authorName: user.name, at: deps.now() };
    const number = now.revision === revision ? await publishContent(tx, org, { ...content, ...about }) : null;
    if (number === null) return changedSince(now);
    await deleteDraft(tx, org, groupId);
    return { ok: true, number };
  });
  if (published.ok) {
    rememberContent(ctx, groupId, content.etag, after);
    deps.runtimeApi.groupChanged(groupId);
  }
  return published;
}
