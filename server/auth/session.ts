import { z } from "zod";
import { selectMembership, selectMemberships, selectUserById } from "../../db/queries/people";
import { mintOrgDb } from "../../db/scoped";
import { type Deps, getDeps } from "../deps";
import { roleIn } from "../domain/ability";

const SessionClaims = z.object({ userId: z.string(), sessionEpoch: z.number() });

/** Who is signed in; null where nobody is, the user is gone, or all its sessions were ended since. */
export async function currentUser(): Promise<{ id: string; name: string; email: string } | null> {
  // Loaded late, because next-auth imports parts of Next that exist only while Next serves.
  const { auth } = await import("./next-auth");
  const claims = SessionClaims.safeParse(await auth());
  if (!claims.success) return null;
  const { db } = await getDeps();
  const user = await selectUserById(db, claims.data.userId);
  return user && user.sessionEpoch === claims.data.sessionEpoch ? { id: user.id, name: user.name, email: user.email } : null;
}

/** The user's orgs with the role in each, read at every call: a removed member loses access at once. */
export const membershipsOf = (deps: Deps, userId: string) => selectMemberships(deps.db, userId);

/**
 * The user's membership in the org of this slug with a handle on its rows; null for foreign and missing alike. `role` is what
 * the user is there: in the group where one is named, else on the org.
 */
export async function membershipOf(deps: Deps, userId: string, slug: string, groupId: string | null) {
  const membership = await selectMembership(deps.db, userId, slug, groupId);
  if (!membership) return null;
  const { org, role, groupRole } = membership;
  return { org, role: roleIn(role, groupRole), orgRole: role, orgDb: mintOrgDb(deps.db, org.id) };
}
