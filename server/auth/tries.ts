import { deleteSignInFailures, deleteSignInFailuresBefore, selectSignInFailures, upsertSignInFailures } from "../../db/queries/people";
import type { Deps } from "../deps";
import { DomainError } from "../domain/errors";
import { blockedForMs, FREE_TRIES, waitText } from "../domain/sign-in";
import { hashToken } from "./token-hash";

/** Failures older than this count no more. */
const FORGET_MS = 24 * 60 * 60_000;

/** Who tries: strangers to an account, a browser that is known, or an address, which may hold many people. */
export interface Subject {
  key: string;
  freeTries: number;
}

/** Strangers to the account of this email address, whether or not there is one. */
export const accountSubject = (email: string): Subject => ({ key: `account:${hashToken(email.toLowerCase())}`, freeTries: FREE_TRIES.account });

/** A person who is signed in, or has shown the password. */
export const personSubject = (userId: string): Subject => ({ key: `person:${userId}`, freeTries: FREE_TRIES.account });

/** Whoever is at this network address. */
export const addressSubject = (address: string): Subject => ({ key: `address:${hashToken(address)}`, freeTries: FREE_TRIES.address });

/**
 * Counts the try as failed before what it shows is looked at, and throws `limit` while a subject must wait. One transaction,
 * so that tries sent at once are counted one by one and none slips past. Counts are kept in the database, across restarts.
 */
export const countTry = (deps: Deps, subjects: Subject[]): Promise<void> =>
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

/** Takes back what `countTry` counted: an account starts afresh, an address is as before this try. */
export const forgetTry = (deps: Deps, { account, address }: { account?: Subject; address?: Subject }): Promise<void> =>
  deps.db.write(async (tx) => {
    if (account) await deleteSignInFailures(tx, account.key);
    const row = address && (await selectSignInFailures(tx, address.key));
    if (row) await upsertSignInFailures(tx, { ...row, count: Math.max(0, row.count - 1), blockedUntil: deps.now() });
  });

/** Forgets failures that count no more, so that made-up addresses fill nothing for long. */
export const forgetOldTries = ({ db, now }: Pick<Deps, "db" | "now">) => db.write((tx) => deleteSignInFailuresBefore(tx, now() - FORGET_MS));
