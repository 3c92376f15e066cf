import { selectFirstInstances } from "../../db/queries/runtime-instances";
import { instanceState } from "../domain/instance-state";
import { expectationOf } from "../domain/rollout/expectation";
import type { OrgContext } from "../trpc/init";
import { groupFacts, runningVersionOf } from "./summarize";

const MOST_WATCHED = 20;

/**
 * The one instance of this id, or, where each node makes its own id, those first seen since a time of the server's
 * clock. Empty: nothing was heard yet. Throws `not_found`.
 */
export async function watchNewInstances(ctx: OrgContext, groupId: string, { instanceId, since }: { instanceId: string | null; since: number }) {
  const which = instanceId ? { id: instanceId } : { firstSeenSince: since };
  const [group, instances] = await Promise.all([groupFacts(ctx, groupId), selectFirstInstances(ctx.org, groupId, which, MOST_WATCHED)]);
  const now = ctx.deps.now();
  return instances.map((each) => {
    const expected = expectationOf(group, each);
    const { id, hostname, lastSeenAt } = each;
    return { id, hostname, lastSeenAt, runningVersion: runningVersionOf(each, group, expected), state: instanceState(each, expected, now) };
  });
}
