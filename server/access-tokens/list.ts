import { selectAccessTokens, selectLongestDays, selectServiceAccounts, selectServiceGroupRoles } from "../../db/queries/access-tokens";
import { expiryOf, expiryWarning, tokenState } from "../domain/access-token";
import type { OrgContext } from "../trpc/init";

/** Tokens with what became of each and what is to be warned of, newest first, never the tokens themselves; of one member, or of all the org. */
async function listTokens({ deps, org }: OrgContext, userId?: string) {
  const [tokens, longestDays] = [await selectAccessTokens(org, userId), await selectLongestDays(org)];
  const now = deps.now();
  return tokens.map((token) => {
    const state = tokenState(token, longestDays, now);
    const expiresAt = expiryOf(token, longestDays);
    return { ...token, expiresAt, state, warning: state === "valid" ? expiryWarning(expiresAt, now) : null };
  });
}

/** The caller's own tokens, as `listTokens` tells them; of a service account, its own. */
export async function listOwnTokens(ctx: OrgContext) {
  if (!ctx.token?.isOfServiceAccount) return listTokens(ctx, ctx.user.id);
  return (await listTokens(ctx)).filter(({ serviceAccountId }) => serviceAccountId === ctx.user.id);
}

/** The tokens of every member and service account of the org. */
export const listAllTokens = (ctx: OrgContext) => listTokens(ctx);

/** The org's service accounts with their roles on single groups, by name. */
export async function listServiceAccounts({ org }: OrgContext) {
  const [accounts, roles] = [await selectServiceAccounts(org), await selectServiceGroupRoles(org.db.read, org)];
  return accounts.map((account) => ({
    ...account,
    groupRoles: roles.filter(({ serviceAccountId }) => serviceAccountId === account.id).map(({ groupId, role }) => ({ groupId, role })),
  }));
}
