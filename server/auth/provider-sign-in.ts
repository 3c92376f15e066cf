import { randomUUID } from "node:crypto";
import type { Executor } from "../../db/client";
import { insertAudit } from "../../db/queries/audit";
import { hasIdentityOf, type Identity, insertIdentity, selectUserByIdentity } from "../../db/queries/identities";
import { deleteMember, insertMember, isInvited, selectMember, selectMemberGroupRoles, updateMemberRoles } from "../../db/queries/members";
import { insertUser, selectUserByEmail } from "../../db/queries/people";
import { selectMappingOrgs } from "../../db/queries/sign-in";
import { mintOrgDb, type OrgDb } from "../../db/scoped";
import type { Deps } from "../deps";
import { roleName, takesGroupRoles } from "../domain/ability";
import { rolesText } from "../domain/member";
import { type MappedRole, mappedRole, type SignInRules } from "../domain/sign-in-rules";
import { auditAccount } from "./session";

/** Whom the provider signed in. */
interface ProviderPerson extends Identity {
  /** An address that the provider has verified; null: it has none. */
  email: string | null;
  name: string;
  /** What its token claims; null: it gives no roles. */
  claims: Readonly<Record<string, unknown>> | null;
  address: string;
}

/** Why nobody is let in: the provider's person is of nobody here, or its address is of an account that somebody else of this provider has. */
export type ProviderRefusal = "unknown" | "of another";

interface Person {
  id: string;
  name: string;
  email: string;
}

type Store = Pick<Deps, "db" | "now">;

/** The role of a member who is there already: with a claim the provider's word holds, for all but Owners; without one it is left alone. */
async function followClaim(tx: Executor, org: OrgDb, person: Person, rules: SignInRules, role: MappedRole | null, by: { address: string; at: number }) {
  const member = await selectMember(tx, org, person.id);
  if (!member || rules.claimName === null || member.role === "owner" || member.role === role) return;
  const groupRoles = await selectMemberGroupRoles(tx, org, person.id);
  const entry = { id: randomUUID(), at: by.at, actor: "Single sign-on", actorKind: "system" as const, address: by.address };
  const before = { roles: rolesText(member.role, groupRoles) };
  if (role === null) {
    await deleteMember(tx, org, person.id);
    await insertAudit(tx, org, { ...entry, action: "member.remove", target: person.name, before });
    return;
  }
  const kept = takesGroupRoles(role) ? groupRoles : [];
  await updateMemberRoles(tx, org, person.id, { role, groupRoles: kept.map((each) => ({ groupId: each.groupId, role: each.role })) });
  await insertAudit(tx, org, { ...entry, action: "member.update", target: person.name, before, after: { roles: rolesText(role, kept) } });
}

/**
 * The account of the provider's person: the one that it is linked to, else the one of its verified address, which is linked by that, unless it is somebody
 * else's of this provider. `mayJoin`: there may be none yet, and one is made.
 */
async function personOf(tx: Executor, deps: Store, who: ProviderPerson, mayJoin: boolean): Promise<Person | ProviderRefusal> {
  const { issuer, subject, email, name, address } = who;
  const linked = await selectUserByIdentity(tx, who);
  if (linked) return linked;
  if (email === null) return "unknown";
  const known = await selectUserByEmail({ read: tx }, email);
  if (known && (await hasIdentityOf(tx, known.id, issuer))) return "of another";
  const at = deps.now();
  if (!known && !mayJoin && !(await isInvited(tx, email, at))) return "unknown";
  const person = known ?? { id: randomUUID(), email, name: name.trim().slice(0, 100) || email };
  if (!known) await insertUser(tx, { ...person, passwordHash: null, createdAt: at });
  await insertIdentity(tx, { issuer, subject, userId: person.id, linkedAt: at });
  const by = { actor: person.name, actorId: person.id, address, requestId: randomUUID() };
  await auditAccount(tx, deps, person.id, { ...by, action: "account.link", target: person.email, after: { issuer, subject } });
  return person;
}

/**
 * Lets the provider's person in, or says why not: it has an account, or an org gives it a role or invites it, which makes it one. In each org that takes its
 * members from the provider it joins, and has the role that the claim gives, as of this sign-in.
 */
export async function admitFromProvider(deps: Store, who: ProviderPerson): Promise<ProviderRefusal | null> {
  const { claims, address, email } = who;
  const mapping = claims === null ? [] : await selectMappingOrgs(deps.db);
  const orgs = mapping.map((org) => ({ ...org, role: claims && mappedRole(org.rules, email ?? "", claims) }));
  return deps.db.write(async (tx) => {
    const at = deps.now();
    const mayJoin = orgs.some(({ role }) => role !== null);
    const person = await personOf(tx, deps, who, mayJoin);
    if (typeof person === "string") return person;
    for (const { orgId, rules, role } of orgs) {
      const org = mintOrgDb(deps.db, orgId);
      if (await selectMember(tx, org, person.id)) {
        await followClaim(tx, org, person, rules, role, { address, at });
      } else if (role !== null) {
        await insertMember(tx, org, person.id, { role, groupRoles: [] }, at);
        const by = { actor: person.name, actorId: person.id, address, requestId: randomUUID() };
        await insertAudit(tx, org, { id: randomUUID(), at, ...by, action: "member.join", target: roleName(role), after: { by: "single sign-on" } });
      }
    }
    return null;
  });
}
