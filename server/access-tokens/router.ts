import { z } from "zod";
import { selectLongestDays } from "../../db/queries/access-tokens";
import { AccessTokenFields, LONGEST_DAYS, ServiceAccountFields } from "../domain/access-token";
import { orgProcedure, router } from "../trpc/init";
import { createAccessToken, createServiceToken } from "./create";
import { setLongestDays } from "./limit";
import { listAllTokens, listOwnTokens, listServiceAccounts } from "./list";
import { revokeAccessToken } from "./revoke";
import { createServiceAccount, deleteServiceAccount, updateServiceAccount } from "./service-accounts";

/** Tokens of the REST API: of the caller's own, and of all the org. */
export const accessTokensRouter = router({
  list: orgProcedure("org.read").query(({ ctx }) => listOwnTokens(ctx)),
  listAll: orgProcedure("token.write").query(({ ctx }) => listAllTokens(ctx)),
  getLimit: orgProcedure("org.read").query(async ({ ctx }) => ({ longestDays: await selectLongestDays(ctx.org) })),
  setLimit: orgProcedure("org.write")
    .input(
      z.object({
        longestDays: z.number("Give a number of days.").int("Whole days only.").min(1, "At least a day.").max(LONGEST_DAYS, `At most ${LONGEST_DAYS} days.`),
      }),
    )
    .mutation(({ ctx, input }) => setLongestDays(ctx, input.longestDays)),
  create: orgProcedure("org.read")
    .input(AccessTokenFields)
    .mutation(({ ctx, input }) => createAccessToken(ctx, input)),
  revoke: orgProcedure("org.read")
    .input(z.object({ tokenId: z.uuid() }))
    .mutation(({ ctx, input }) => revokeAccessToken(ctx, input.tokenId)),
});

const AccountInput = z.object({ serviceAccountId: z.uuid() });

/** Actors of the org that are no persons. */
export const serviceAccountsRouter = router({
  list: orgProcedure("token.write").query(({ ctx }) => listServiceAccounts(ctx)),
  create: orgProcedure("token.write")
    .input(ServiceAccountFields)
    .mutation(({ ctx, input: { name, role, groupRoles } }) => createServiceAccount(ctx, { name, role, groupRoles })),
  update: orgProcedure("token.write")
    .input(AccountInput.extend(ServiceAccountFields.shape))
    .mutation(({ ctx, input: { serviceAccountId, name, role, groupRoles } }) => updateServiceAccount(ctx, serviceAccountId, { name, role, groupRoles })),
  delete: orgProcedure("token.write")
    .input(AccountInput)
    .mutation(({ ctx, input }) => deleteServiceAccount(ctx, input.serviceAccountId)),
  createToken: orgProcedure("token.write")
    .input(AccountInput.extend(AccessTokenFields.shape))
    .mutation(({ ctx, input: { serviceAccountId, name, abilities, groupIds, days } }) =>
      createServiceToken(ctx, serviceAccountId, { name, abilities, groupIds, days }),
    ),
});
