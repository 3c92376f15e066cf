import { sealContent } from "../at-rest/content";
import { diffConfigurations } from "../domain/configuration/diff-configurations";
import type { PublishDraftInput } from "../domain/publish-input";
import type { DraftPublished } from "../domain/published";
import { DomainError } from "../domain/errors";
import type { DraftState } from "../draft-store/draft-state";
import { groupSchemas } from "../draft-store/group-schemas";
import { loadDraft } from "../draft-store/load-draft";
import { isUnseen, publishOver } from "../draft-store/publish-over";
import { runTask } from "../draft-store/run-task";
import type { OrgContext } from "../trpc/init";
import { stepsOf } from "./get";
import { findingsOf, publishableOf } from "./publishable";

/** Each try that fails is another's publish that went through. */
const MOST_TRIES = 5;

/** Undefined: the draft or what is live moved while it was checked. */
async function publishOnce(
  ctx: OrgContext,
  state: DraftState,
  { message, confirmCount, freezeOverride, rollout, activeRollout }: PublishDraftInput,
): Promise<DraftPublished | undefined> {
  const { deps, org } = ctx;
  const { groupId, revision } = state;
  const group = await groupSchemas(ctx, groupId);
  const { live, after, conflicts, conflictCount } = await publishableOf(ctx, state, group);
  if (conflictCount > 0) return { ok: false, reason: "conflict", revision, conflicts };
  if (diffConfigurations(live, after, group.schemas).length === 0) return { ok: false, reason: "unchanged" };
  const { findings } = await findingsOf(ctx, state, after, group);
  const content = async () => sealContent(deps.keys, org, groupId, await runTask(deps, "canonicalize", { configuration: after }));
  const proposal = {
    groupId,
    after,
    group,
    findings,
    confirmCount,
    freezeOverride,
    terms: { rollout, activeRollout },
    content,
    rolledBackTo: null,
    message,
    draft: state,
  };
  return (await publishOver(ctx, { version: state.live, content: live }, proposal)) ?? undefined;
}

/**
 * Publishes the draft as the group's next config version: content, version, pointer, audit row and the end of the draft, all or
 * none. Refuses on an error, on a draft or a live version that is not the one that was reviewed, where somebody else published the same
 * entities, and where the guard's count is not given. Throws `not_found`, and `conflict` where others publish all the time.
 */
export async function publishDraft(ctx: OrgContext, groupId: string, input: PublishDraftInput): Promise<DraftPublished> {
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    const state = await loadDraft(ctx, groupId);
    const { revision } = state;
    const live = state.live?.number ?? null;
    if (revision !== input.revision || isUnseen(input.seenLive, live)) {
      return { ok: false, reason: "changed", live, revision, steps: stepsOf(state).filter((step) => step.revision > input.revision) };
    }
    const published = await publishOnce(ctx, state, input);
    if (published) return published;
  }
  throw new DomainError("conflict", "Others publish all the time; look at what is live, and try again.");
}
