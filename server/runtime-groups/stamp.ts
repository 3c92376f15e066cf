import { createHash } from "node:crypto";
import type { Database } from "../../db/client";
import { selectAudit } from "../../db/queries/audit";
import { selectRuntimeGroup, selectRuntimeGroups } from "../../db/queries/runtime-groups";
import { countInstancesByFacts } from "../../db/queries/runtime-instances";
import { DomainError } from "../domain/errors";
import type { OrgContext } from "../trpc/init";

/** Many open pages ask for the same stamp every second: one answer serves all of this long. */
const SHARED_MS = 500;

const shared = new WeakMap<Database, Map<string, { at: number; stamp: Promise<string> }>>();

async function readStamp({ org }: OrgContext, groupId?: string): Promise<string> {
  const [groups, counts, newest] = await Promise.all([
    groupId ? selectRuntimeGroup(org, groupId) : selectRuntimeGroups(org),
    countInstancesByFacts(org, groupId),
    selectAudit(org, {}, 1),
  ]);
  if (!groups) throw new DomainError("not_found", "No such runtime group.");
  return createHash("sha256").update(JSON.stringify([groups, counts, newest])).digest("base64url");
}

/**
 * A text that changes soon after a page of the org, or of one group, has something new to show. What only time changes,
 * such as when an instance was last seen, is left out. Throws `not_found`.
 */
export function stampOf(ctx: OrgContext, groupId?: string): Promise<string> {
  const now = ctx.deps.now();
  const stamps = shared.get(ctx.org.db) ?? new Map<string, { at: number; stamp: Promise<string> }>();
  shared.set(ctx.org.db, stamps);
  for (const [key, { at }] of stamps) if (Math.abs(now - at) >= SHARED_MS) stamps.delete(key);
  const key = `${ctx.org.orgId} ${groupId ?? ""}`;
  const stamp = stamps.get(key)?.stamp ?? readStamp(ctx, groupId);
  if (!stamps.has(key)) stamps.set(key, { at: now, stamp });
  return stamp;
}
