import { randomUUID } from "node:crypto";
import type { Executor } from "../../db/client";
import { insertAudit } from "../../db/queries/audit";
import { deleteMember, insertMember, selectMember, selectMemberGroupRoles, updateMemberRoles } from "../../db/queries/members";
import { insertUser, selectUserByEmail } from "../../db/queries/people";
import { selectMappingOrgs } from "../../db/queries/sign-in";
import { mintOrgDb, type OrgDb } from "../../db/scoped";
import type { Deps } from "../deps";
import { roleName, takesGroupRoles } from "../domain/ability";
import { rolesText } from "../domain/member";
import { type MappedRole, mappedRole, type SignInRules } from "../domain/sign-in-rules";

/** Whom the provider signed in, by an address that it has verified, with all that its token claims. */
interface ProviderPerson {
  email: string;
  name: string;
  claims: Readonly<Record<string, unknown>>;
  address: string;
}

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
 * Whether the provider's person is let in: it has an account, or an org gives it a role, which makes it one. In each org that takes its
 * members from the provider it joins, and has the role that the claim gives, as of this sign-in.
 */
export async function admitFromProvider(deps: Store, { email, name, claims, address }: ProviderPerson): Promise<boolean> {
  const orgs = (await selectMappingOrgs(deps.db)).map((org) => ({ ...org, role: mappedRole(org.rules, email, claims) }));
  return deps.db.write(async (tx) => {
    const at = deps.now();
    const known = await selectUserByEmail({ read: tx }, email);
    if (!known && orgs.every((org) => org.role === null)) return false;
    const person = known ?? { id: randomUUID(), email, name: name.trim().slice(0, 100) || email };
    if (!known) await insertUser(tx, { ...person, passwordHash: null, createdAt: at });
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
    return true;
  });
}
