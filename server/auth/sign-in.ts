import { selectUserByEmail } from "../../db/queries/people";
import type { Deps } from "../deps";
import { DomainError } from "../domain/errors";
import { verifyPassword } from "./password";
import { accountSubject, addressSubject, countTry, forgetTry } from "./tries";

/**
 * The user of this email and password. Throws `forbidden` in the same words and time for an unknown account and a wrong
 * password, and `limit` while account or address must wait. Counts are kept in the database, across restarts.
 */
export async function authenticate(deps: Deps, { email, password, address }: { email: string; password: string; address: string }) {
  const [account, from] = [accountSubject(email), addressSubject(address)];
  await countTry(deps, [account, from]);
  const user = await selectUserByEmail(deps.db, email.toLowerCase());
  if (!(await verifyPassword(password, user?.passwordHash ?? null)) || !user) {
    throw new DomainError("forbidden", "Email and password do not match.");
  }
  await forgetTry(deps, { account, address: from });
  return { id: user.id, email: user.email, name: user.name };
}
