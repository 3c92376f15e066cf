import { randomUUID } from "node:crypto";
import { insertAudit } from "../../db/queries/audit";
import { deleteSigningKey, selectPublicKeys } from "../../db/queries/signing-keys";
import { DomainError } from "../domain/errors";
import type { OrgContext } from "../trpc/init";

/** Removes a signing key for good: it signs nothing more, and what pins it takes no new config. Throws `not_found`, and `conflict` for the only one. */
export async function removeSigningKey({ deps, org, by }: OrgContext, keyId: string): Promise<void> {
  await org.db.write(async (tx) => {
    const keys = await selectPublicKeys(org, tx);
    if (!keys.some(({ id }) => id === keyId)) throw new DomainError("not_found", "No such signing key.");
    if (keys.length === 1) throw new DomainError("conflict", "This is the only signing key: add another one first.");
    await deleteSigningKey(tx, org, keyId);
    await insertAudit(tx, org, { id: randomUUID(), at: deps.now(), ...by, action: "signingKey.remove", target: keyId });
  });
  deps.runtimeApi.signingKeysChanged(org.orgId);
}
