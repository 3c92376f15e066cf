import { randomUUID } from "node:crypto";
import { insertAudit } from "../../db/queries/audit";
import { clearCredential, selectRuntimeInstance } from "../../db/queries/runtime-instances";
import { DomainError } from "../domain/errors";
import type { OrgContext } from "../trpc/init";

/** Takes the instance's credential away: its next request gets 401, and the node keeps serving. Throws `not_found`. */
export async function revokeCredential({ deps, org, by }: OrgContext, groupId: string, instanceId: string) {
  const instance = await selectRuntimeInstance(org, groupId, instanceId);
  if (!instance) throw new DomainError("not_found", "No such runtime instance.");
  await org.db.write(async (tx) => {
    await clearCredential(tx, org, groupId, instanceId);
    await insertAudit(tx, org, { id: randomUUID(), at: deps.now(), ...by, action: "instance.revoke", target: instance.hostname, groupId });
  });
  deps.runtimeApi.instanceChanged(instanceId);
}
