import { randomUUID } from "node:crypto";
import type { Database, Executor } from "../../db/client";
import { insertAudit } from "../../db/queries/audit";
import { deleteInvitation, insertMember, selectGoodInvitation, selectInvitationGroupRoles } from "../../db/queries/members";
import { selectSignInRules } from "../../db/queries/sign-in";
import { insertUser, selectUserByEmail } from "../../db/queries/people";
import { mintOrgDb } from "../../db/scoped";
import type { Deps } from "../deps";
import { DomainError } from "../domain/errors";
import { rolesText } from "../domain/member";
import { passwordFault } from "../domain/password-rules";
import { isOfDomains, SIGN_IN_METHODS } from "../domain/sign-in-rules";
import { hashPassword } from "./password";
import { hashToken } from "./token-hash";
import { addressSubject, countTry, forgetTry } from "./tries";

/** The link's token, and the network address that it is shown from. */
interface Shown {
  token: string;
  address: string;
}

interface Person {
  id: string;
  name: string;
  email: string;
}

/** Wrong, used, revoked and out of date read the same. */
const badLink = () =>
  new DomainError(
    "forbidden",
    "This invitation is not good any more: it was used or revoked, is out of date, or the link was cut short. Ask who invited you for a new one.",
  );

/** The invitation of the token with a handle on its org, which the token's own row proves. Throws `forbidden`. */
async function requireInvitation(db: Database, executor: Executor, token: string, now: number) {
  const invitation = await selectGoodInvitation(executor, hashToken(token), now);
  if (!invitation) throw badLink();
  const orgDb = mintOrgDb(db, invitation.org.id);
  const rules = await selectSignInRules(executor, orgDb);
  if (!isOfDomains(invitation.email, rules.domains))
    throw new DomainError("forbidden", `${invitation.org.name} takes no people of this address's domain any more. Ask who invited you.`);
  return { ...invitation, orgDb, rules, groupRoles: await selectInvitationGroupRoles(executor, orgDb, invitation.id) };
}

/** The same, counted as a try until the token was found good: as slow to guess as a password. Throws `limit` too. */
async function tryInvitation(deps: Deps, { token, address }: Shown) {
  const from = addressSubject(address);
  await countTry(deps, [from]);
  const invitation = await requireInvitation(deps.db, deps.db.read, token, deps.now());
  await forgetTry(deps, { address: from });
  return invitation;
}

/** Makes the person a member and uses the invitation up, in the caller's transaction, which alone decides. */
async function join(tx: Executor, deps: Deps, { token, address }: Shown, person: Person): Promise<{ slug: string }> {
  const now = deps.now();
  const { id, orgDb, org, email, role, groupRoles } = await requireInvitation(deps.db, tx, token, now);
  if (email !== person.email)
    throw new DomainError("forbidden", `This invitation is for ${email}; you are signed in as ${person.email}. Sign in as ${email} to take it.`);
  await deleteInvitation(tx, orgDb, id);
  await insertMember(tx, orgDb, person.id, { role, groupRoles: groupRoles.map((each) => ({ groupId: each.groupId, role: each.role })) }, now);
  const by = { actor: person.name, actorId: person.id, address };
  const roles = rolesText(role, groupRoles);
  await insertAudit(tx, orgDb, { id: randomUUID(), at: now, ...by, action: "member.join", target: roles, after: { roles, by: "invitation" } });
  return { slug: org.slug };
}

/**
 * What the holder of the link is told of its invitation; `hasAccount`: its address is of somebody who can sign in; `ways`: with
 * what somebody new may, and come in. Throws `forbidden` in
 * the same words for a link that never was and for one that is not good any more, and `limit`.
 */
export async function readInvitation(deps: Deps, shown: Shown) {
  const { org, email, role, groupRoles, createdBy, rules } = await tryInvitation(deps, shown);
  const hasAccount = (await selectUserByEmail(deps.db, email)) !== undefined;
  const { GITHUB_ID, OIDC_ISSUER } = deps.env;
  const isThere = { password: true, github: GITHUB_ID !== undefined, oidc: OIDC_ISSUER !== undefined };
  const ways = SIGN_IN_METHODS.filter((each) => isThere[each] && (each === "oidc" || !isThere.oidc || !rules.isSsoOnly || role === "owner"));
  return { orgName: org.name, email, roles: rolesText(role, groupRoles), invitedBy: createdBy, hasAccount, ways };
}

/** Joins as who is signed in, once per link. Throws as `readInvitation` does, and `forbidden` for anybody but the address that is invited. */
export async function joinAs(deps: Deps, shown: Shown, person: Person): Promise<{ slug: string }> {
  await tryInvitation(deps, shown);
  return deps.db.write((tx) => join(tx, deps, shown, person));
}

/** Makes an account of the invited address and joins, once per link. Throws as `readInvitation` does, `invalid` on `password` where that is easily guessed, and `conflict` where the address has an account. */
export async function joinAsNew(deps: Deps, shown: Shown, { name, password }: { name: string; password: string }): Promise<{ slug: string; email: string }> {
  const { email } = await tryInvitation(deps, shown);
  const fault = passwordFault(password, [name, email]);
  if (fault) throw new DomainError("invalid", fault, "password");
  const passwordHash = await hashPassword(password);
  const person = { id: randomUUID(), name, email };
  return deps.db.write(async (tx) => {
    // Before the account: who has a link that is not good learns of no account.
    await requireInvitation(deps.db, tx, shown.token, deps.now());
    if (await selectUserByEmail({ read: tx }, email)) throw new DomainError("conflict", `${email} has an account already: sign in, and open the link again.`);
    await insertUser(tx, { ...person, passwordHash, createdAt: deps.now() });
    return { ...(await join(tx, deps, shown, person)), email };
  });
}
