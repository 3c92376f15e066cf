import { z } from "zod";
import { selectUserByEmail } from "../../db/queries/people";
import { selectSessions } from "../../db/queries/sessions";
import { countRecoveryCodes, hasSecondFactor } from "../../db/queries/sign-in";
import { Code } from "../domain/second-factor";
import { AccountFields, PasswordChange, SESSION_IDLE_MS } from "../domain/sign-in";
import { router, userProcedure } from "../trpc/init";
import { changePassword, endOwnSession, updateAccount } from "./change";
import { beginSecondFactor, confirmSecondFactor, removeSecondFactor, renewRecoveryCodes } from "./second-factor";

/** Empty for who has none, because a provider signs in. */
const GivenPassword = z.string().max(200).default("");
const PasswordAndCode = z.object({ password: GivenPassword, code: Code });

/** The caller's own account, which is of no org. */
export const accountRouter = router({
  get: userProcedure.query(async ({ ctx: { deps, user } }) => {
    const known = await selectUserByEmail(deps.db, user.email);
    const [hasFactor, recoveryCodes] = [await hasSecondFactor(deps.db.read, user.id), await countRecoveryCodes(deps.db.read, user.id)];
    return { name: user.name, email: user.email, hasPassword: Boolean(known?.passwordHash), secondFactor: hasFactor ? { recoveryCodes } : null };
  }),
  update: userProcedure.input(AccountFields).mutation(({ ctx, input }) => updateAccount(ctx, input.name)),
  changePassword: userProcedure.input(PasswordChange).mutation(({ ctx, input }) => changePassword(ctx, input.current, input.next)),
  beginSecondFactor: userProcedure.input(z.object({ password: GivenPassword })).mutation(({ ctx, input }) => beginSecondFactor(ctx, input.password)),
  confirmSecondFactor: userProcedure.input(z.object({ code: Code })).mutation(({ ctx, input }) => confirmSecondFactor(ctx, input.code)),
  renewRecoveryCodes: userProcedure.input(PasswordAndCode).mutation(({ ctx, input }) => renewRecoveryCodes(ctx, input)),
  removeSecondFactor: userProcedure.input(PasswordAndCode).mutation(({ ctx, input }) => removeSecondFactor(ctx, input)),
  listSessions: userProcedure.query(async ({ ctx: { deps, user } }) => {
    const sessions = await selectSessions(deps.db, user.id, deps.now());
    return sessions.map(({ expiresAt, ...session }) => ({
      ...session,
      /** Unless it is used meanwhile. */
      endsAt: Math.min(expiresAt, session.lastSeenAt + SESSION_IDLE_MS),
      isThis: session.id === user.sessionId,
    }));
  }),
  endSession: userProcedure.input(z.object({ sessionId: z.uuid() })).mutation(({ ctx, input }) => endOwnSession(ctx, input.sessionId)),
});
