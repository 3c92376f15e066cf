import type { DraftReview } from "../domain/draft";
import { isBehind } from "../draft-store/draft-state";
import { freezeOf } from "../draft-store/freeze";
import { groupSchemas } from "../draft-store/group-schemas";
import { loadDraft } from "../draft-store/load-draft";
import { shownFindings } from "../draft-store/publish-findings";
import { compareConfigurations } from "../draft-store/review-configuration";
import type { OrgContext } from "../trpc/init";
import { shownVersion } from "./get";
import { findingsOf, publishableOf } from "./publishable";

/** What publishing the draft would do, and what stands in the way. Throws `not_found`, and `conflict` where what is live cannot be read. */
export async function reviewDraft(ctx: OrgContext, groupId: string): Promise<DraftReview> {
  const [state, group] = [await loadDraft(ctx, groupId), await groupSchemas(ctx, groupId)];
  const { live, after, conflicts, conflictCount } = await publishableOf(ctx, state, group);
  const found = await findingsOf(ctx, state, after, group);
  return {
    revision: state.revision,
    base: shownVersion(state.base),
    live: shownVersion(state.live),
    isBehind: isBehind(state),
    conflicts,
    moreConflicts: conflictCount - conflicts.length,
    freeze: await freezeOf(ctx.org, groupId, ctx.deps.now()),
    ...(await compareConfigurations(live, after, group.schemas)),
    ...shownFindings(found, group),
  };
}
