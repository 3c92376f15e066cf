import type { Published } from "../domain/draft";
import { DomainError } from "../domain/errors";
import { loadLive } from "../draft-store/load-draft";
import { type Proposal, publishOver } from "../draft-store/publish-over";
import type { OrgContext } from "../trpc/init";

/** Whoever publishes at the same time changes what is counted against; so often it is counted again. */
const MOST_TRIES = 5;

/** Publishes a configuration over what is live, however many publish at the same time, and tells who waits. Throws `not_found`, `conflict`, and `stale` where `seenLive` is not live any more. */
export async function publishNext(ctx: OrgContext, proposal: Proposal, seenLive?: number | null): Promise<Published> {
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    const live = await loadLive(ctx, proposal.groupId);
    if (seenLive !== undefined && seenLive !== (live.version?.number ?? null))
      throw new DomainError("stale", "Another config version went live since you looked.");
    const published = await publishOver(ctx, live, proposal);
    if (published) return published;
  }
  throw new DomainError("conflict", "The content was removed by the retention rule, or others publish all the time; look at what is live, and try again.");
}
