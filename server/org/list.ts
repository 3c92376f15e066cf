import { membershipOfToken } from "../auth/bearer";
import { membershipsOf } from "../auth/session";
import type { Context } from "../trpc/context";

/** The orgs that the caller reaches, with its role on each: a member all of its own, a token the one that it is of. */
export async function listOrgs({ deps, user, token }: Context & { user: NonNullable<Context["user"]> }) {
  const shown = ({ org, role }: { org: { id: string; slug: string; name: string }; role: string }) => ({ ...org, role });
  if (!token) return (await membershipsOf(deps, user.id)).map(shown);
  const membership = await membershipOfToken(deps, token, user.id, token.orgSlug, null);
  return membership ? [shown(membership)] : [];
}
