import { randomUUID } from "node:crypto";
import { selectAccessToken, selectBearer, selectLongestDays, selectServiceMembership, updateAccessToken } from "../../db/queries/access-tokens";
import { insertAudit } from "../../db/queries/audit";
import { mintOrgDb, type OrgDb } from "../../db/scoped";
import type { Deps } from "../deps";
import { roleIn } from "../domain/ability";
import { expiryOf, type TokenScope, tokenState } from "../domain/access-token";
import { isWellFormedToken } from "../domain/token";
import { membershipOf } from "./session";
import { hashToken } from "./token-hash";

/** How often the use of a token is written down at the most. */
const NOTED_MS = 60_000;
const MOST_ADDRESSES = 50;

/** A good access token: of which org and owner, and what it may be used for. */
export interface AccessToken extends TokenScope {
  id: string;
  name: string;
  orgId: string;
  orgSlug: string;
  isOfServiceAccount: boolean;
}

type Found = NonNullable<Awaited<ReturnType<typeof selectBearer>>>;

/** Writes the use down, to the minute; a first use, and one from an address that it was not used from before, are in the audit trail too. */
async function noteUse({ db, now }: Deps, org: OrgDb, { token, user, serviceAccount }: Found, request: { id: string; address: string }): Promise<void> {
  const at = now();
  const isNewAddress = !token.addresses.includes(request.address);
  if (!isNewAddress && token.lastUsedAt !== null && at - token.lastUsedAt < NOTED_MS) return;
  const addresses = isNewAddress ? [request.address, ...token.addresses].slice(0, MOST_ADDRESSES) : token.addresses;
  await db.write(async (tx) => {
    await updateAccessToken(tx, org, token.id, { lastUsedAt: at, addresses });
    if (!isNewAddress) return;
    const by = {
      actor: tokenName(token.name, user ?? serviceAccount),
      actorKind: "token",
      actorId: token.id,
      address: request.address,
      requestId: request.id,
    } as const;
    await insertAudit(tx, org, { id: randomUUID(), at, ...by, action: "accessToken.use", target: request.address });
  });
}

/** A token as the audit trail names it: by its owner and its own name. */
export const tokenName = (name: string, owner: { name: string } | null): string => `${owner?.name ?? "?"} (token ${name})`;

/**
 * Who bears this token, read at every call, so that a revocation, a removal or a deletion holds from the next one on; null where it is
 * none, expired, or revoked. The owner's role is not looked at here but where something is done.
 */
export async function bearerOfToken(deps: Deps, text: string, request: { id: string; address: string }) {
  if (!isWellFormedToken(text, "sbp") && !isWellFormedToken(text, "sba")) return null;
  const found = await selectBearer(deps.db, hashToken(text));
  const owner = found?.user ?? (found?.serviceAccount ? { ...found.serviceAccount, email: "" } : null);
  if (!found || !owner || tokenState(found.token, found.longestDays, deps.now()) !== "valid") return null;
  const org = mintOrgDb(deps.db, found.org.id);
  await noteUse(deps, org, found, request);
  const { id, name, orgId, abilities, groupIds } = found.token;
  const token: AccessToken = { id, name, orgId, orgSlug: found.org.slug, abilities, groupIds, isOfServiceAccount: found.serviceAccount !== null };
  const expiresAt = expiryOf(found.token, found.longestDays);
  return { tokenId: id, org, expiresAt, context: { deps, user: owner, requestId: request.id, address: request.address, token } };
}

/** Whether the token is good still: what waits asks anew. Its owner's end is its own. */
export async function isTokenGood({ now }: Pick<Deps, "now">, org: OrgDb, tokenId: string): Promise<boolean> {
  const token = await selectAccessToken(org.db.read, org, tokenId);
  return token !== undefined && tokenState(token, await selectLongestDays(org), now()) === "valid";
}

/** The place of a token's owner in the org of this slug, as `membershipOf` tells a member's; null for every other org than the token's own. */
export async function membershipOfToken(deps: Deps, token: AccessToken, ownerId: string, slug: string, groupId: string | null) {
  if (!token.isOfServiceAccount) {
    const membership = await membershipOf(deps, ownerId, slug, groupId);
    return membership?.org.id === token.orgId ? membership : null;
  }
  const membership = await selectServiceMembership(deps.db, ownerId, slug, groupId);
  if (membership?.org.id !== token.orgId) return null;
  const { org, role, groupRole } = membership;
  return { org, role: roleIn(role, groupRole), orgRole: role, orgDb: mintOrgDb(deps.db, org.id) };
}
