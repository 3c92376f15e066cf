import { randomUUID } from "node:crypto";
import { insertAudit } from "../../db/queries/audit";
import { setEnrollmentTokenRevoked } from "../../db/queries/runtime-instances";
import { DomainError } from "../domain/errors";
import type { OrgContext } from "../trpc/init";

/** Revokes a token: it enrolls nothing more; what it enrolled stays. Throws `not_found`, also where it was revoked before. */
export async function revokeEnrollmentToken({ deps, org, by }: OrgContext, groupId: string, tokenId: string) {
  const at = deps.now();
  await org.db.write(async (tx) => {
    if (!(await setEnrollmentTokenRevoked(tx, org, groupId, tokenId, at))) throw new DomainError("not_found", "No such enrollment token.");
    const change = { before: { revokedAt: null }, after: { revokedAt: at } };
    await insertAudit(tx, org, { id: randomUUID(), at, ...by, action: "enrollmentToken.revoke", target: tokenId, groupId, ...change });
  });
}
