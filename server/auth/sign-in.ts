import {
  deleteSignInFailures,
  raiseSessionEpoch,
  selectSignInFailures,
  selectUserByEmail,
  upsertSignInFailures,
} from "../../db/queries/people";
import type { Deps } from "../deps";
import { DomainError } from "../domain/errors";
import { blockedForMs, FREE_TRIES } from "../domain/sign-in";
import { verifyPassword } from "./password";
import { hashToken } from "./seal";

/** Failures older than this count no more. */
const FORGET_MS = 24 * 60 * 60_000;

async function assertNotBlocked(deps: Deps, subject: string): Promise<void> {
  const row = await selectSignInFailures(deps.db, subject);
  const waitMs = (row?.blockedUntil ?? 0) - deps.now();
  if (waitMs > 0) throw new DomainError("limit", `Too many tries. Try again in ${Math.ceil(waitMs / 1000)} s.`);
}

async function noteFailure(deps: Deps, subjects: [string, number][]): Promise<void> {
  const now = deps.now();
  for (const [subject, freeTries] of subjects) {
    const row = await selectSignInFailures(deps.db, subject);
    const failures = (row && now - row.updatedAt < FORGET_MS ? row.count : 0) + 1;
    const blockedUntil = now + blockedForMs(failures, freeTries);
    await deps.db.write((tx) => upsertSignInFailures(tx, { subject, count: failures, blockedUntil, updatedAt: now }));
  }
}

/**
 * The user of this e-mail and password. Throws `forbidden` in the same words and time for an unknown account and a wrong
 * password, and `limit` while account or address must wait. Counts are kept in the database, across restarts.
 */
export async function authenticate(deps: Deps, { email, password, address }: { email: string; password: string; address: string }) {
  const account = `account:${hashToken(email)}`;
  const from = `address:${hashToken(address)}`;
  await assertNotBlocked(deps, account);
  await assertNotBlocked(deps, from);
  const user = await selectUserByEmail(deps.db, email);
  if (!(await verifyPassword(password, user?.passwordHash ?? null)) || !user) {
    await noteFailure(deps, [[account, FREE_TRIES.account], [from, FREE_TRIES.address]]);
    throw new DomainError("forbidden", "E-mail and password do not match.");
  }
  await deps.db.write((tx) => deleteSignInFailures(tx, account));
  return { id: user.id, email: user.email, name: user.name, sessionEpoch: user.sessionEpoch };
}

/** Ends every session of the user, on every browser. */
export const signOutEverywhere = (deps: Deps, userId: string) => deps.db.write((tx) => raiseSessionEpoch(tx, userId));
