import { randomUUID } from "node:crypto";
import type { Executor } from "../../db/client";
import { insertAccessToken, selectAccessTokens, selectLongestDays, selectServiceAccount } from "../../db/queries/access-tokens";
import { insertAudit } from "../../db/queries/audit";
import { selectRuntimeGroups } from "../../db/queries/runtime-groups";
import { hashToken, newToken } from "../auth/token-hash";
import { type AccessTokenFields, daysAfter } from "../domain/access-token";
import { DomainError } from "../domain/errors";
import type { OrgContext } from "../trpc/init";

const MOST_TOKENS = 100;
/** So much of a token is kept to know it by; the rest is 250 bits. */
const PREFIX_CHARACTERS = 8;

interface Owner {
  userId: string | null;
  serviceAccountId: string | null;
  name: string;
}

async function assertMakeable({ org, token }: OrgContext, owner: Owner, fields: AccessTokenFields): Promise<void> {
  if (token) throw new DomainError("forbidden", "A token makes no token, so that one that leaked does not outlive its revocation. Sign in for it.");
  const longest = await selectLongestDays(org);
  if (fields.days > longest) throw new DomainError("invalid", `This organization lets tokens live ${longest} days at the most.`, "days");
  const known = new Set((await selectRuntimeGroups(org)).map(({ id }) => id));
  if (fields.groupIds?.some((id) => !known.has(id))) throw new DomainError("invalid", "A group of these is not there any more.", "groupIds");
  const own = (await selectAccessTokens(org)).filter(
    (each) => each.revokedAt === null && (owner.userId === null ? each.serviceAccountId === owner.serviceAccountId : each.userId === owner.userId),
  );
  if (own.length >= MOST_TOKENS) throw new DomainError("limit", `At most ${MOST_TOKENS} tokens; revoke one that is not used any more.`);
}

async function createToken(ctx: OrgContext, fields: AccessTokenFields, ownerOf: (tx: Executor) => Promise<Owner>) {
  const { deps, org, user, by } = ctx;
  const [id, at] = [randomUUID(), deps.now()];
  await assertMakeable(ctx, await ownerOf(org.db.read), fields);
  const expiresAt = daysAfter(at, fields.days);
  const token = await org.db.write(async (tx) => {
    const { name, ...owner } = await ownerOf(tx);
    const text = newToken(owner.userId === null ? "sba" : "sbp");
    const { abilities, groupIds, name: tokenName } = fields;
    const scope = { abilities, groupIds, expiresAt };
    const row = { ...owner, ...scope, name: tokenName, tokenHash: hashToken(text), prefix: text.slice(0, PREFIX_CHARACTERS) };
    await insertAccessToken(tx, org, { id, ...row, createdAt: at, createdBy: user.name });
    await insertAudit(tx, org, { id: randomUUID(), at, ...by, action: "accessToken.create", target: `${tokenName} of ${name}`, after: scope });
    return text;
  });
  return { id, token, expiresAt };
}

/** Makes a token of the caller's own; it is in the answer and nowhere else. Throws `forbidden` where the caller is a token itself, `invalid`, and `limit`. */
export const createAccessToken = (ctx: OrgContext, fields: AccessTokenFields) =>
  createToken(ctx, fields, async () => ({ userId: ctx.user.id, serviceAccountId: null, name: ctx.user.name }));

/** Makes a token of a service account, as `createAccessToken` does. Throws `not_found` besides. */
export const createServiceToken = (ctx: OrgContext, serviceAccountId: string, fields: AccessTokenFields) =>
  createToken(ctx, fields, async (tx) => {
    const account = await selectServiceAccount(tx, ctx.org, serviceAccountId);
    if (!account) throw new DomainError("not_found", "No such service account.");
    return { userId: null, serviceAccountId, name: account.name };
  });
