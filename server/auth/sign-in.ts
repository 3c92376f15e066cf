import {
  deleteSignInFailures,
  deleteSignInFailuresBefore,
  raiseSessionEpoch,
  selectSignInFailures,
  selectUserByEmail,
  upsertSignInFailures,
} from "../../db/queries/people";
import type { Deps } from "../deps";
import { DomainError } from "../domain/errors";
import { blockedForMs, FREE_TRIES, waitText } from "../domain/sign-in";
import { verifyPassword } from "./password";
import { hashToken } from "./token-hash";

/** Failures older than this count no more. */
const FORGET_MS = 24 * 60 * 60_000;

interface Subject {
  key: string;
  freeTries: number;
}

/**
 * Counts the try as failed before the password is looked at, and refuses it while a subject must wait. One transaction,
 * so that tries sent at once are counted one by one and none slips past.
 */
const countTry = (deps: Deps, subjects: Subject[]): Promise<void> =>
  deps.db.write(async (tx) => {
    const now = deps.now();
    for (const { key, freeTries } of subjects) {
      const row = await selectSignInFailures(tx, key);
      const waitMs = (row?.blockedUntil ?? 0) - now;
      if (waitMs > 0) throw new DomainError("limit", `Too many tries. Try again in ${waitText(waitMs)}.`);
      const count = (row && now - row.updatedAt < FORGET_MS ? row.count : 0) + 1;
      await upsertSignInFailures(tx, { subject: key, count, blockedUntil: now + blockedForMs(count, freeTries), updatedAt: now });
    }
  });

/** Takes back what `countTry` counted: the account starts afresh, the address is as before this try. */
const forgetTry = (deps: Deps, account: Subject, address: Subject): Promise<void> =>
  deps.db.write(async (tx) => {
    await deleteSignInFailures(tx, account.key);
    const row = await selectSignInFailures(tx, address.key);
    if (row) await upsertSignInFailures(tx, { ...row, count: Math.max(0, row.count - 1), blockedUntil: deps.now() });
  });

/**
 * The user of this email and password. Throws `forbidden` in the same words and time for an unknown account and a wrong
 * password, and `limit` while account or address must wait. Counts are kept in the database, across restarts.
 */
export async function authenticate(deps: Deps, { email, password, address }: { email: string; password: string; address: string }) {
  const account = { key: `account:${hashToken(email.toLowerCase())}`, freeTries: FREE_TRIES.account };
  const from = { key: `address:${hashToken(address)}`, freeTries: FREE_TRIES.address };
  await countTry(deps, [account, from]);
  const user = await selectUserByEmail(deps.db, email.toLowerCase());
  if (!(await verifyPassword(password, user?.passwordHash ?? null)) || !user) {
    throw new DomainError("forbidden", "Email and password do not match.");
  }
  await forgetTry(deps, account, from);
  return { id: user.id, email: user.email, name: user.name, sessionEpoch: user.sessionEpoch };
}

/** Forgets failures that count no more, so that made-up addresses fill nothing for long. */
export const forgetOldTries = ({ db, now }: Pick<Deps, "db" | "now">) => db.write((tx) => deleteSignInFailuresBefore(tx, now() - FORGET_MS));

/** Ends every session of the user, on every browser. */
export const signOutEverywhere = (deps: Deps, userId: string) => deps.db.write((tx) => raiseSessionEpoch(tx, userId));
