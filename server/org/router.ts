import { membershipsOf } from "../auth/session";
import { orgProcedure, router } from "../trpc/init";

/** The org itself, and the caller in it. */
export const orgRouter = router({
  get: orgProcedure("group.read").query(async ({ ctx }) => {
    const { org, role } = ctx.membership;
    const memberships = await membershipsOf(ctx.deps, ctx.user.id);
    return { ...org, role, userName: ctx.user.name, userEmail: ctx.user.email, orgs: memberships.map((each) => ({ slug: each.org.slug, name: each.org.name })) };
  }),
});
