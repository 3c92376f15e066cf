import { randomUUID } from "node:crypto";
import { insertAudit } from "../../db/queries/audit";
import { deleteOrphanRows } from "../../db/queries/orphans";
import { DomainError } from "../domain/errors";
import type { OrgContext } from "../trpc/init";

/** In one transaction: other writes get their turn in between, and a database server ends one that takes long. */
const MOST_AT_ONCE = 100;

/** Removes a part of the orphans that are meant, each with its audit row in the same transaction, and gives how many. */
async function deletePart({ deps, org, by }: OrgContext, which: Parameters<typeof deleteOrphanRows>[2]): Promise<number> {
  const at = deps.now();
  const gone = await org.db.write(async (tx) => {
    const removed = await deleteOrphanRows(tx, org, which, MOST_AT_ONCE, at);
    for (const { groupId, hostname } of removed)
      await insertAudit(tx, org, { id: randomUUID(), at, ...by, action: "instance.remove", target: hostname, groupId });
    return removed;
  });
  await deps.runtimeApi.instancesChanged(gone.map(({ id }) => id));
  return gone.length;
}

/**
 * Removes the record of an instance whose group is gone for good, with its apply timeline; what the activity tells of it stays. Its node,
 * where there is one still, keeps serving and is told as before that its group is gone (410). Throws `not_found` for any other instance.
 */
export async function deleteOrphanedInstance(ctx: OrgContext, instanceId: string): Promise<void> {
  if ((await deletePart(ctx, { id: instanceId })) === 0) throw new DomainError("not_found", "No such orphaned instance.");
}

/** Does the same to all instances of a deleted group, in parts, and gives how many there were. Throws `not_found` where there is none. */
export async function deleteOrphansOfGroup(ctx: OrgContext, deletedGroupId: string): Promise<{ deleted: number }> {
  let deleted = 0;
  for (let part = MOST_AT_ONCE; part === MOST_AT_ONCE; deleted += part) part = await deletePart(ctx, { deletedGroupId });
  if (deleted === 0) throw new DomainError("not_found", "No such orphaned instance.");
  return { deleted };
}
