import { selectFirstInstances } from "../../db/queries/runtime-instances";
import type { OrgContext } from "../trpc/init";
import { groupFacts, runningVersionOf, standingIn } from "./summarize";

const MOST_WATCHED = 20;

/**
 * The one instance of this id, or, where each node makes its own id, those first seen since a time of the server's
 * clock. Empty: nothing was heard yet. Throws `not_found`.
 */
export async function watchNewInstances(ctx: OrgContext, groupId: string, { instanceId, since }: { instanceId: string | null; since: number }) {
  const which = instanceId ? { id: instanceId } : { firstSeenSince: since };
  const [group, instances] = await Promise.all([groupFacts(ctx, groupId), selectFirstInstances(ctx.org, groupId, which, MOST_WATCHED)]);
  const now = ctx.deps.now();
  return instances.map((each) => ({
    id: each.id,
    hostname: each.hostname,
    lastSeenAt: each.lastSeenAt,
    runningVersion: runningVersionOf(each, group),
    state: standingIn(group, each, now).state,
  }));
}
