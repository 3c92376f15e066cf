import { deleteSession, deleteSessions } from "../../db/queries/sessions";
import { selectUserByEmail, updateUser } from "../../db/queries/people";
import { deleteResetLinks } from "../../db/queries/sign-in";
import { hashPassword, verifyPassword } from "../auth/password";
import { auditAccount } from "../auth/session";
import { countTry, forgetTry, personSubject } from "../auth/tries";
import { DomainError } from "../domain/errors";
import { passwordFault } from "../domain/password-rules";
import type { UserContext } from "../trpc/init";

/** Changes the caller's name, as it is shown from now on; what was done under the earlier one keeps that. */
export async function updateAccount({ deps, user, by }: UserContext, name: string): Promise<void> {
  await deps.db.write(async (tx) => {
    await updateUser(tx, user.id, { name });
    await auditAccount(tx, deps, user.id, { ...by, actor: name, action: "account.update", target: user.name, before: { name: user.name }, after: { name } });
  });
}

/**
 * The caller knows its password. Throws `forbidden` on the field where it does not, and `limit` after tries that failed: as slow to guess
 * as at the sign-in, and counted apart, so that a stranger there holds up nobody here.
 */
export async function requirePassword({ deps, user }: Pick<UserContext, "deps" | "user">, password: string, field: string): Promise<void> {
  const account = personSubject(user.id);
  await countTry(deps, [account]);
  const known = await selectUserByEmail(deps.db, user.email);
  if (!(await verifyPassword(password, known?.passwordHash ?? null))) throw new DomainError("forbidden", "This is not your password.", field);
  await forgetTry(deps, { account });
}

/**
 * Puts a new password in the place of the caller's, and ends all its other sessions and its reset links. Throws `invalid` on `next`
 * where that is easily guessed, `forbidden` on `current` where that is not its password, and `limit` after tries that failed.
 */
export async function changePassword({ deps, user, by }: UserContext, current: string, next: string): Promise<void> {
  const fault = passwordFault(next, [user.name, user.email]);
  if (fault) throw new DomainError("invalid", fault, "next");
  await requirePassword({ deps, user }, current, "current");
  const passwordHash = await hashPassword(next);
  await deps.db.write(async (tx) => {
    await updateUser(tx, user.id, { passwordHash });
    const sessionsEnded = await deleteSessions(tx, user.id, user.sessionId ?? null);
    await deleteResetLinks(tx, user.id);
    await auditAccount(tx, deps, user.id, { ...by, action: "account.changePassword", target: user.email, after: { sessionsEnded } });
  });
}

/** Ends one of the caller's sessions: that browser is signed out at its next request. Throws `not_found`. */
export async function endOwnSession({ deps, user, by }: UserContext, sessionId: string): Promise<void> {
  await deps.db.write(async (tx) => {
    const before = await deleteSession(tx, user.id, sessionId);
    if (!before) throw new DomainError("not_found", "This session has ended already.");
    await auditAccount(tx, deps, user.id, { ...by, action: "account.endSession", target: user.email, before });
  });
}
