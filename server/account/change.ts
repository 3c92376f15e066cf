import { deleteSession, deleteSessions } from "../../db/queries/sessions";
import { selectUserByEmail, updateUser } from "../../db/queries/people";
import { hashPassword, verifyPassword } from "../auth/password";
import { auditAccount } from "../auth/session";
import { accountSubject, countTry, forgetTry } from "../auth/tries";
import { DomainError } from "../domain/errors";
import { passwordFault } from "../domain/password-rules";
import type { UserContext } from "../trpc/init";

/** Changes the caller's name, as it is shown from now on; what was done under the earlier one keeps that. */
export async function updateAccount({ deps, user, by }: UserContext, name: string): Promise<void> {
  await deps.db.write(async (tx) => {
    await updateUser(tx, user.id, { name });
    await auditAccount(tx, deps, { ...by, actor: name, actorId: user.id }, { action: "account.update", target: user.name });
  });
}

/**
 * Puts a new password in the place of the caller's, and ends all its other sessions. Throws `invalid` on `next` where that is
 * easily guessed, `forbidden` on `current` where that is not its password, and `limit` after tries that failed, which count as those of its
 * sign-in do.
 */
export async function changePassword({ deps, user, by }: UserContext, current: string, next: string): Promise<void> {
  const fault = passwordFault(next, [user.name, user.email]);
  if (fault) throw new DomainError("invalid", fault, "next");
  const account = accountSubject(user.email);
  await countTry(deps, [account]);
  const known = await selectUserByEmail(deps.db, user.email);
  if (!(await verifyPassword(current, known?.passwordHash ?? null))) throw new DomainError("forbidden", "This is not your password.", "current");
  await forgetTry(deps, { account });
  const passwordHash = await hashPassword(next);
  await deps.db.write(async (tx) => {
    await updateUser(tx, user.id, { passwordHash });
    await deleteSessions(tx, user.id, user.sessionId ?? null);
    await auditAccount(tx, deps, { ...by, actorId: user.id }, { action: "account.changePassword", target: user.email });
  });
}

/** Ends one of the caller's sessions: that browser is signed out at its next request. Throws `not_found`. */
export async function endOwnSession({ deps, user, by }: UserContext, sessionId: string): Promise<void> {
  await deps.db.write(async (tx) => {
    if (!(await deleteSession(tx, user.id, sessionId))) throw new DomainError("not_found", "This session has ended already.");
    await auditAccount(tx, deps, { ...by, actorId: user.id }, { action: "account.endSession", target: user.email });
  });
}
