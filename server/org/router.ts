import { z } from "zod";
import { createOrg } from "../auth/create-org";
import { membershipsOf } from "../auth/session";
import { OrgName } from "../domain/sign-in";
import { SignInRules } from "../domain/sign-in-rules";
import { knownProcedure, orgProcedure, router, userProcedure } from "../trpc/init";
import { listOrgs } from "./list";
import { getSignInRules, updateSignInRules } from "./sign-in-rules";
import { updateOrg } from "./update";

/** The org itself, and the caller in it. */
export const orgRouter = router({
  list: knownProcedure.query(({ ctx }) => listOrgs(ctx)),
  get: orgProcedure("org.read").query(async ({ ctx }) => {
    const { org, orgRole: role } = ctx.membership;
    const memberships = await membershipsOf(ctx.deps, ctx.user.id);
    return {
      ...org,
      role,
      userName: ctx.user.name,
      userEmail: ctx.user.email,
      orgs: memberships.map((each) => ({ slug: each.org.slug, name: each.org.name })),
    };
  }),
  create: userProcedure.input(z.object({ name: OrgName })).mutation(({ ctx, input }) => createOrg(ctx.deps, ctx.user, input.name)),
  update: orgProcedure("org.write")
    .input(z.object({ name: OrgName }))
    .mutation(({ ctx, input }) => updateOrg(ctx, input.name)),
  getSignInRules: orgProcedure("signIn.write").query(({ ctx }) => getSignInRules(ctx)),
  updateSignInRules: orgProcedure("signIn.write")
    .input(SignInRules)
    .mutation(({ ctx, input: { org: _org, ...rules } }) => updateSignInRules(ctx, rules)),
});
