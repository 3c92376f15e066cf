import { randomUUID } from "node:crypto";
import { insertAudit } from "../../db/queries/audit";
import { deleteArchivedRow } from "../../db/queries/instance-changes";
import { DomainError } from "../domain/errors";
import type { OrgContext } from "../trpc/init";

/**
 * Removes the record of an archived instance for good, with its apply timeline; what the activity tells of it stays. Its credential is then
 * unknown (401) and no longer that of an archived one (403): either way its node keeps serving. Throws `not_found` for one that is not archived.
 */
export async function deleteArchivedInstance({ deps, org, by }: OrgContext, groupId: string, instanceId: string): Promise<void> {
  await org.db.write(async (tx) => {
    const hostname = await deleteArchivedRow(tx, org, groupId, instanceId);
    if (hostname === undefined) throw new DomainError("not_found", "No such archived instance.");
    await insertAudit(tx, org, { id: randomUUID(), at: deps.now(), ...by, action: "instance.remove", target: hostname, groupId });
  });
  deps.runtimeApi.instanceChanged(instanceId);
}
