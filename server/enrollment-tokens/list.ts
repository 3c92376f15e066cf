import { selectRuntimeGroup } from "../../db/queries/runtime-groups";
import { selectEnrollmentTokens } from "../../db/queries/runtime-instances";
import { DomainError } from "../domain/errors";
import type { OrgContext } from "../trpc/init";

type TokenState = "revoked" | "expired" | "used up" | "valid";

/** The group's enrollment tokens with what became of each, never the tokens themselves. Throws `not_found`. */
export async function listEnrollmentTokens({ deps, org }: OrgContext, groupId: string) {
  const [group, tokens] = await Promise.all([selectRuntimeGroup(org, groupId), selectEnrollmentTokens(org, groupId)]);
  if (!group) throw new DomainError("not_found", "No such runtime group.");
  const now = deps.now();
  return tokens.map((token) => {
    const isUsedUp = token.maxUses !== null && token.uses >= token.maxUses;
    const state: TokenState = token.revokedAt !== null ? "revoked" : token.expiresAt <= now ? "expired" : isUsedUp ? "used up" : "valid";
    return { ...token, state };
  });
}
