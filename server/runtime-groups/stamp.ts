import { createHash } from "node:crypto";
import { selectAudit } from "../../db/queries/audit";
import { selectRuntimeInstances } from "../../db/queries/runtime-instances";
import type { OrgContext } from "../trpc/init";
import { getRuntimeGroup, listRuntimeGroups } from "./list";

/**
 * A text that changes whenever a page of the org, or of one group, has something new to show. When an instance was last
 * seen is left out: it changes all the time. Throws `not_found`.
 */
export async function stampOf(ctx: OrgContext, groupId?: string): Promise<string> {
  const [groups, instances, newest] = await Promise.all([
    groupId ? getRuntimeGroup(ctx, groupId) : listRuntimeGroups(ctx),
    groupId ? selectRuntimeInstances(ctx.org, groupId) : [],
    selectAudit(ctx.org, {}, 1),
  ]);
  const facts = instances.map((instance) => ({ ...instance, lastSeenAt: null }));
  return createHash("sha256").update(JSON.stringify([groups, facts, newest])).digest("base64url");
}
