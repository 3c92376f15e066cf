import { randomUUID } from "node:crypto";
import { selectAccessToken, updateAccessToken } from "../../db/queries/access-tokens";
import { insertAudit } from "../../db/queries/audit";
import { DomainError } from "../domain/errors";
import type { OrgContext } from "../trpc/init";

/** Revokes a token: its next request gets 401. One's own, or any by who may `token.write`; another's reads like a missing one. Throws `not_found`, also where it was revoked before. */
export async function revokeAccessToken({ deps, org, user, by, refusal }: OrgContext, tokenId: string): Promise<void> {
  const at = deps.now();
  await org.db.write(async (tx) => {
    const token = await selectAccessToken(tx, org, tokenId);
    const isOwn = token?.userId === user.id || token?.serviceAccountId === user.id;
    if (!token || token.revokedAt !== null || !(isOwn || refusal("token.write") === undefined)) throw new DomainError("not_found", "No such access token.");
    await updateAccessToken(tx, org, tokenId, { revokedAt: at });
    const change = { before: { revokedAt: null }, after: { revokedAt: at } };
    await insertAudit(tx, org, { id: randomUUID(), at, ...by, action: "accessToken.revoke", target: `${token.name} (${token.prefix}…)`, ...change });
  });
}
