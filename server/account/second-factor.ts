import { renderSVG } from "uqr";
import type { Executor } from "../../db/client";
import type { NewAuditEntry } from "../../db/queries/audit";
import { selectUserByEmail } from "../../db/queries/people";
import { clearSecondFactorShown, deleteSessions } from "../../db/queries/sessions";
import {
  countRecoveryCodes,
  deleteSecondFactor,
  replaceRecoveryCodes,
  selectSecondFactor,
  updateSessionShown,
  upsertSecondFactor,
} from "../../db/queries/sign-in";
import { secondFactorPlace } from "../at-rest/places";
import { openSecret, sealSecret } from "../at-rest/seal";
import { codesOf, newRecoveryCodes, newSecret, stepOf, useCode } from "../auth/second-factor";
import { auditAccount } from "../auth/session";
import { countTry, forgetTry, personSubject } from "../auth/tries";
import { DomainError } from "../domain/errors";
import { plainCode } from "../domain/second-factor";
import type { UserContext } from "../trpc/init";
import { requirePassword } from "./change";

/** Throws as `requirePassword` does; who signs in with a provider alone has none to give. */
async function requireOwnPassword(ctx: UserContext, password: string): Promise<void> {
  const known = await selectUserByEmail(ctx.deps.db, ctx.user.email);
  if (known?.passwordHash) await requirePassword(ctx, password, "password");
}

const wrongCode = () => new DomainError("forbidden", "This code is wrong, or was used already. Wait for the next one.", "code");

/** Does what a right code allows, in the transaction that uses it up. Throws `forbidden` on `code`, and `limit` after tries that failed. */
async function withCode(ctx: UserContext, isRight: (tx: Executor) => Promise<boolean>, work: (tx: Executor) => Promise<unknown>): Promise<void> {
  const subject = personSubject(ctx.user.id);
  await countTry(ctx.deps, [subject]);
  await ctx.deps.db.write(async (tx) => {
    if (!(await isRight(tx))) throw wrongCode();
    await work(tx);
  });
  await forgetTry(ctx.deps, { account: subject });
}

const isOwnCode = (ctx: UserContext, code: string) => async (tx: Executor) => (await useCode(tx, ctx.deps, ctx.user.id, code)) !== null;

const audit = (tx: Executor, { deps, user, by }: UserContext, action: string, change: Pick<NewAuditEntry, "before" | "after">) =>
  auditAccount(tx, deps, user.id, { ...by, action: `account.${action}`, target: user.email, ...change });

/**
 * Makes a second factor of the caller, which asks for nothing until a code of it is given back. The secret, as text and as a QR code, is in this
 * answer and nowhere else. Throws `forbidden` on `password`, `conflict` where there is one already, and `limit`.
 */
export async function beginSecondFactor(ctx: UserContext, password: string): Promise<{ secret: string; svg: string }> {
  const { deps, user } = ctx;
  await requireOwnPassword(ctx, password);
  const secret = newSecret();
  await deps.db.write(async (tx) => {
    if ((await selectSecondFactor(tx, user.id))?.confirmedAt != null) throw new DomainError("conflict", "You have a second factor. Turn it off first.");
    await upsertSecondFactor(tx, { userId: user.id, secret: sealSecret(secret, deps.keys, secondFactorPlace(user.id)), confirmedAt: null, usedStep: 0 });
  });
  return { secret, svg: renderSVG(codesOf(secret, user.email).toString(), { border: 2 }) };
}

/**
 * Turns the second factor on, by a first code of it; every other session of the caller ends. The recovery codes are in this answer and nowhere
 * else. Throws `forbidden` on `code`, and `limit`.
 */
export async function confirmSecondFactor(ctx: UserContext, given: string): Promise<{ recoveryCodes: string[] }> {
  const { deps, user } = ctx;
  const { codes, hashes } = newRecoveryCodes();
  const confirm = async (tx: Executor) => {
    const factor = await selectSecondFactor(tx, user.id);
    if (!factor || factor.confirmedAt !== null) throw new DomainError("conflict", "Begin the set-up again: it is not under way.");
    const usedStep = stepOf(openSecret(factor.secret, deps.keys, secondFactorPlace(user.id)), plainCode(given), deps.now());
    if (usedStep === null) return false;
    await upsertSecondFactor(tx, { ...factor, confirmedAt: deps.now(), usedStep });
    return true;
  };
  await withCode(ctx, confirm, async (tx) => {
    await replaceRecoveryCodes(tx, user.id, hashes);
    const sessionsEnded = await deleteSessions(tx, user.id, user.sessionId ?? null);
    if (user.sessionId) await updateSessionShown(tx, user.sessionId);
    await audit(tx, ctx, "setUpSecondFactor", { before: { secondFactor: "off" }, after: { secondFactor: "on", sessionsEnded } });
  });
  return { recoveryCodes: codes };
}

/** Puts ten new recovery codes in the place of all earlier ones. Throws `forbidden` on `password` and `code`, and `limit`. */
export async function renewRecoveryCodes(ctx: UserContext, { password, code }: { password: string; code: string }): Promise<{ recoveryCodes: string[] }> {
  await requireOwnPassword(ctx, password);
  const { codes, hashes } = newRecoveryCodes();
  await withCode(ctx, isOwnCode(ctx, code), async (tx) => {
    const before = { recoveryCodes: await countRecoveryCodes(tx, ctx.user.id) };
    await replaceRecoveryCodes(tx, ctx.user.id, hashes);
    await audit(tx, ctx, "renewRecoveryCodes", { before, after: { recoveryCodes: hashes.length } });
  });
  return { recoveryCodes: codes };
}

/** Turns the caller's second factor off, and its recovery codes with it. Throws `forbidden` on `password` and `code`, and `limit`. */
export async function removeSecondFactor(ctx: UserContext, { password, code }: { password: string; code: string }): Promise<void> {
  await requireOwnPassword(ctx, password);
  await withCode(ctx, isOwnCode(ctx, code), async (tx) => {
    await deleteSecondFactor(tx, ctx.user.id);
    await clearSecondFactorShown(tx, ctx.user.id);
    await audit(tx, ctx, "removeSecondFactor", { before: { secondFactor: "on" }, after: { secondFactor: "off" } });
  });
}
