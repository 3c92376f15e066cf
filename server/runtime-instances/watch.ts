import type { OrgContext } from "../trpc/init";
import { listRuntimeInstances } from "./list";

const MOST_WATCHED = 20;

/**
 * The one instance of this id, or, where each node makes its own id, those first seen since a time of the server's
 * clock. Empty: nothing was heard yet. Throws `not_found`.
 */
export async function watchNewInstances(ctx: OrgContext, groupId: string, { instanceId, since }: { instanceId: string | null; since: number }) {
  const watched = await listRuntimeInstances(ctx, groupId, instanceId ? { id: instanceId } : { firstSeenSince: since });
  return watched.slice(0, MOST_WATCHED).map(({ id, hostname, runningVersion, state }) => ({ id, hostname, runningVersion, state }));
}
