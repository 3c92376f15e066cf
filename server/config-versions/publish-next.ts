import type { Published } from "../domain/published";
import { DomainError } from "../domain/errors";
import { loadLive } from "../draft-store/load-draft";
import { isUnseen, type Proposal, publishOver } from "../draft-store/publish-over";
import type { OrgContext } from "../trpc/init";

/** Whoever publishes at the same time changes what is counted against; so often it is counted again. */
const MOST_TRIES = 5;

/** Publishes a configuration over what is live, and was seen to be where that is said, however many publish at the same time, and tells who waits. Throws `not_found` and `conflict`. */
export async function publishNext(ctx: OrgContext, proposal: Proposal, seenLive: number | null | undefined): Promise<Published> {
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    const live = await loadLive(ctx, proposal.groupId);
    const number = live.version?.number ?? null;
    if (isUnseen(seenLive, number)) return { ok: false, reason: "changed", live: number };
    const published = await publishOver(ctx, live, proposal);
    if (published) return published;
  }
  throw new DomainError("conflict", "The content was removed by the retention rule, or others publish all the time; look at what is live, and try again.");
}
