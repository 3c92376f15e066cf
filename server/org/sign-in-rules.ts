import { randomUUID } from "node:crypto";
import { insertAudit } from "../../db/queries/audit";
import { selectSignInRules, upsertSignInRules } from "../../db/queries/sign-in";
import { changedFields } from "../domain/audit-chain";
import { DomainError } from "../domain/errors";
import type { SignInRules } from "../domain/sign-in-rules";
import type { OrgContext } from "../trpc/init";

/** How the org's members sign in, and whether there is a provider for single sign-on. */
export async function getSignInRules({ deps, org }: OrgContext) {
  return { ...(await selectSignInRules(org.db.read, org)), hasProvider: deps.env.OIDC_ISSUER !== undefined };
}

/** Puts these rules in the place of the earlier ones; they hold from the next request of each member on. Throws `conflict` where there is no provider to sign in with. */
export async function updateSignInRules({ deps, org, by, membership }: OrgContext, rules: SignInRules): Promise<void> {
  if (rules.isSsoOnly && deps.env.OIDC_ISSUER === undefined)
    throw new DomainError("conflict", "No provider is set up (OIDC_ISSUER), so that nobody could come in.", "isSsoOnly");
  await org.db.write(async (tx) => {
    const changed = changedFields({ ...(await selectSignInRules(tx, org)) }, { ...rules });
    await upsertSignInRules(tx, org, rules);
    await insertAudit(tx, org, { id: randomUUID(), at: deps.now(), ...by, action: "org.updateSignInRules", target: membership.org.name, ...changed });
  });
}
