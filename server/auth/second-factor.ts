/*
 * The second factor: time-based one-time passwords (RFC 6238, SHA-1, six digits, 30 seconds, as every authenticator app takes them), and
 * recovery codes for who lost the device. A code is good for its own time step and the ones beside it, because clocks differ, and once: no
 * step is taken that is not newer than every one before. The secret is sealed at rest; of recovery codes, which have 125 random bits, only
 * the hash is kept.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import type { Executor } from "../../db/client";
import { selectSecondFactor, selectSessionDue, updateSessionShown, useRecoveryCode, useStep } from "../../db/queries/sign-in";
import { secondFactorPlace } from "../at-rest/places";
import { openSecret } from "../at-rest/seal";
import type { Deps } from "../deps";
import { DomainError } from "../domain/errors";
import { plainCode } from "../domain/second-factor";
import type { Browser } from "./browser";
import { trySubject } from "./device";
import { noteRefusedTry } from "./refused";
import { noteSignIn, SESSION_SECONDS } from "./session";
import { hashToken } from "./token-hash";
import { countTry, forgetTry, type Subject } from "./tries";

const PERIOD_SECONDS = 30;
const RECOVERY_CODES = 10;
const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

/** What makes codes of this secret (base32) for the person of this address. */
export const codesOf = (secret: string, email: string): TOTP =>
  new TOTP({ issuer: "Signalbox", label: email, algorithm: "SHA1", digits: 6, period: PERIOD_SECONDS, secret: Secret.fromBase32(secret) });

/** A new secret of 160 bits, in base32. */
export const newSecret = (): string => new Secret({ size: 20 }).base32;

/** The time step whose code this is, now or a step beside it; null: it is none's. */
export function stepOf(secret: string, code: string, now: number): number | null {
  const delta = codesOf(secret, "").validate({ token: code, timestamp: now, window: 1 });
  return delta === null ? null : Math.floor(now / 1000 / PERIOD_SECONDS) + delta;
}

/** Ten new recovery codes, as they are shown this once, and their hashes. */
export function newRecoveryCodes(): { codes: string[]; hashes: string[] } {
  const codes = Array.from({ length: RECOVERY_CODES }, () =>
    Array.from(randomBytes(25), (byte) => BASE32.charAt(byte % 32))
      .join("")
      .replace(/.{5}(?=.)/g, "$&-"),
  );
  return { codes, hashes: codes.map((code) => hashToken(plainCode(code))) };
}

/** Uses the person's code up, and says which kind it was; null: it is wrong, was used, or there is no second factor. */
export async function useCode(tx: Executor, deps: Pick<Deps, "keys" | "now">, userId: string, given: string): Promise<"code" | "recovery code" | null> {
  const factor = await selectSecondFactor(tx, userId);
  if (factor?.confirmedAt == null) return null;
  const code = plainCode(given);
  if (!/^\d{6}$/.test(code)) return (await useRecoveryCode(tx, userId, hashToken(code))) ? "recovery code" : null;
  const step = stepOf(openSecret(factor.secret, deps.keys, secondFactorPlace(userId)), code, deps.now());
  return step !== null && (await useStep(tx, userId, step)) ? "code" : null;
}

const codeSubject = (subject: Subject): Subject => ({ ...subject, key: `code:${subject.key}` });

/** Who signed in and owes the second factor; null: nobody, or it took longer than ten minutes. */
export const dueUser = async ({ db, now }: Pick<Deps, "db" | "now">, sessionId: string) => (await selectSessionDue(db.read, sessionId, now())) ?? null;

/**
 * Makes a session that owes the second factor a whole one, by a code or a recovery code, and gives its person and its new id, which is for the signed cookie
 * alone: the cookie of before is good for nothing more. Throws `forbidden` on `code`
 * for a wrong one, `forbidden` where the session owes nothing or is out of date, and `limit` after tries that failed.
 */
export async function showSecondFactor(deps: Deps, sessionId: string, code: string, { address, device }: Browser) {
  const person = await dueUser(deps, sessionId);
  if (!person) throw new DomainError("forbidden", "This sign-in took too long. Begin it again.");
  const account = codeSubject(trySubject(deps, person.email, device));
  await countTry(deps, [account]);
  const renewed = { id: randomUUID(), expiresAt: deps.now() + SESSION_SECONDS * 1000 };
  const used = await deps.db.write(async (tx) => {
    const used = await useCode(tx, deps, person.id, code);
    if (used === null) return null;
    await updateSessionShown(tx, sessionId, renewed);
    await noteSignIn(tx, deps, person, address, { by: person.method, secondFactor: used });
    return used;
  });
  if (used === null) {
    await noteRefusedTry(deps, { email: person.email, userId: person.id, address });
    throw new DomainError("forbidden", "This code is wrong, or was used already. Wait for the next one.", "code");
  }
  await forgetTry(deps, { account });
  return { ...person, sessionId: renewed.id };
}
