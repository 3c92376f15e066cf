import { replacePasswordHash, selectUserByEmail } from "../../db/queries/people";
import type { Deps } from "../deps";
import { DomainError } from "../domain/errors";
import { hashPassword, isOutdated, verifyPassword } from "./password";
import { trySubject } from "./device";
import { noteRefusedTry } from "./refused";
import { addressSubject, countTry, forgetTry } from "./tries";

interface Try {
  email: string;
  password: string;
  address: string;
  /** The device cookie, where the browser has one. */
  device?: string;
}

/** Puts a hash at today's cost in the place of this one, unless it is another by now. That it cannot be kept, as on a full disk, keeps nobody out. */
async function hashAgain(deps: Deps, userId: string, passwordHash: string, password: string): Promise<void> {
  const renewed = await hashPassword(password);
  await deps.db.write((tx) => replacePasswordHash(tx, userId, passwordHash, renewed)).catch(() => undefined);
}

/**
 * The user of this email and password. Throws `forbidden` in the same words and time for an unknown account and a wrong
 * password, and `limit` while account or address must wait. Counts are kept in the database, across restarts. A browser in which this
 * person has signed in before waits for its own tries alone.
 */
export async function authenticate(deps: Deps, { email, password, address, device }: Try) {
  const account = trySubject(deps, email, device);
  const from = account.isKnown ? undefined : addressSubject(address);
  await countTry(deps, from ? [account, from] : [account]);
  const user = await selectUserByEmail(deps.db, email.toLowerCase());
  if (!(await verifyPassword(password, user?.passwordHash ?? null)) || !user) {
    await noteRefusedTry(deps, { email, userId: user?.id ?? null, address });
    throw new DomainError("forbidden", "Email and password do not match.");
  }
  await forgetTry(deps, { account, address: from });
  if (user.passwordHash && isOutdated(user.passwordHash)) await hashAgain(deps, user.id, user.passwordHash, password);
  return { id: user.id, email: user.email, name: user.name };
}
