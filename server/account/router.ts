import { z } from "zod";
import { selectUserByEmail } from "../../db/queries/people";
import { selectSessions } from "../../db/queries/sessions";
import { AccountFields, PasswordChange } from "../domain/sign-in";
import { router, userProcedure } from "../trpc/init";
import { changePassword, endOwnSession, updateAccount } from "./change";

/** The caller's own account, which is of no org. */
export const accountRouter = router({
  get: userProcedure.query(async ({ ctx: { deps, user } }) => {
    const known = await selectUserByEmail(deps.db, user.email);
    return { name: user.name, email: user.email, hasPassword: Boolean(known?.passwordHash) };
  }),
  update: userProcedure.input(AccountFields).mutation(({ ctx, input }) => updateAccount(ctx, input.name)),
  changePassword: userProcedure.input(PasswordChange).mutation(({ ctx, input }) => changePassword(ctx, input.current, input.next)),
  listSessions: userProcedure.query(async ({ ctx: { deps, user } }) => {
    const sessions = await selectSessions(deps.db, user.id, deps.now());
    return sessions.map((session) => ({ ...session, isThis: session.id === user.sessionId }));
  }),
  endSession: userProcedure.input(z.object({ sessionId: z.uuid() })).mutation(({ ctx, input }) => endOwnSession(ctx, input.sessionId)),
});
