import { createHash } from "node:crypto";
import { selectAudit } from "../../db/queries/audit";
import { selectRuntimeGroup, selectRuntimeGroups } from "../../db/queries/runtime-groups";
import { DomainError } from "../domain/errors";
import type { OrgContext } from "../trpc/init";

/**
 * A text that changes as soon as a page of the org, or of one group, has something new to show; what only time changes,
 * such as when an instance was last seen, is left out. Every open page asks each second, so it reads a few rows however
 * large the fleet is: a group's own row counts the changes of its instances. Throws `not_found`.
 */
export async function stampOf({ org }: OrgContext, groupId?: string): Promise<string> {
  const [groups, newest] = await Promise.all([groupId ? selectRuntimeGroup(org, groupId) : selectRuntimeGroups(org), selectAudit(org, {}, 1)]);
  if (!groups) throw new DomainError("not_found", "No such runtime group.");
  return createHash("sha256")
    .update(JSON.stringify([groups, newest]))
    .digest("base64url");
}
