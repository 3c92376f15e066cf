import { randomUUID } from "node:crypto";
import { insertAudit } from "../../db/queries/audit";
import { deleteRuntimeGroupRows, insertRuntimeGroup, selectRuntimeGroup, updateRuntimeGroup } from "../../db/queries/runtime-groups";
import { changedFields } from "../domain/audit-chain";
import { DomainError } from "../domain/errors";
import type { RuntimeGroupFields } from "../domain/runtime-group";
import type { OrgContext } from "../trpc/init";

/** Creates a group. Throws `conflict` on `name`. */
export async function createRuntimeGroup({ deps, org, by }: OrgContext, fields: RuntimeGroupFields) {
  const id = randomUUID();
  const at = deps.now();
  await org.db.write(async (tx) => {
    await insertRuntimeGroup(tx, org, { id, ...fields, createdAt: at, updatedAt: at });
    await insertAudit(tx, org, { id: randomUUID(), at, ...by, action: "runtimeGroup.create", target: fields.name, groupId: id, after: fields });
  });
  return { id };
}

/** Changes a group's fields, and gives when: how many config versions are kept counts at the next publish; poll interval and drift policy are told to instances at their next poll. Throws `not_found`, `stale` where somebody changed the group after `seenUpdatedAt`, or `conflict` on `name`. */
export async function updateRuntimeGroupFields({ deps, org, by }: OrgContext, groupId: string, fields: RuntimeGroupFields, seenUpdatedAt?: number) {
  const at = deps.now();
  const updatedAt = await org.db.write(async (tx) => {
    const group = await selectRuntimeGroup(org, groupId, tx);
    if (!group) throw new DomainError("not_found", "No such runtime group.");
    if (seenUpdatedAt !== undefined && seenUpdatedAt !== group.updatedAt)
      throw new DomainError("stale", "Somebody else changed this group since you looked; look at it again.");
    // Never the same twice, so that it tells one state of the group from the next.
    const next = Math.max(at, group.updatedAt + 1);
    await updateRuntimeGroup(tx, org, groupId, { ...fields, updatedAt: next });
    const change = changedFields(group, fields);
    await insertAudit(tx, org, { id: randomUUID(), at, ...by, action: "runtimeGroup.update", target: fields.name, groupId, ...change });
    return next;
  });
  deps.runtimeApi.groupChanged(groupId);
  return { updatedAt };
}

/**
 * Deletes a group with its config versions and enrollment tokens. Its instances become orphans: told 410 at their
 * next poll, they keep serving. Throws `invalid` on `confirmName` unless the name was typed exactly.
 */
export async function deleteRuntimeGroup({ deps, org, by }: OrgContext, groupId: string, confirmName: string) {
  const at = deps.now();
  const orphaned = await org.db.write(async (tx) => {
    const group = await selectRuntimeGroup(org, groupId, tx);
    if (!group) throw new DomainError("not_found", "No such runtime group.");
    if (confirmName !== group.name) throw new DomainError("invalid", `Type ${group.name} to delete this group.`, "confirmName");
    await insertAudit(tx, org, { id: randomUUID(), at, ...by, action: "runtimeGroup.delete", target: group.name, groupId });
    return deleteRuntimeGroupRows(tx, org, groupId, at);
  });
  deps.runtimeApi.groupChanged(groupId);
  return { orphaned };
}
