import { randomUUID } from "node:crypto";
import type { Executor } from "../../db/client";
import { deleteIdentities } from "../../db/queries/identities";
import { selectUserByEmail, updateUser } from "../../db/queries/people";
import { deleteSessions } from "../../db/queries/sessions";
import { deleteResetLinks, deleteSecondFactor, insertResetLink, selectResetLink } from "../../db/queries/sign-in";
import type { Deps } from "../deps";
import { errorNames } from "../domain/error-names";
import { DomainError } from "../domain/errors";
import { passwordFault } from "../domain/password-rules";
import { FREE_TRIES, RESET_MINUTES, resetMail } from "../domain/sign-in";
import { hashPassword } from "./password";
import { auditAccount } from "./session";
import { hashToken, newToken } from "./token-hash";
import { addressSubject, countTry, forgetTry, type Subject } from "./tries";

/** The link's token, and the network address that it is shown from. */
interface Shown {
  token: string;
  address: string;
}

/** Wrong, used and out of date read the same. */
const badLink = () =>
  new DomainError("forbidden", "This link is not good any more: it was used or replaced, is out of date, or was cut short. Ask for a new one.");

/**
 * A link to a new password for the person, good once, for one hour, in the caller's transaction. Its token is in the fragment, which browsers send to no
 * server, so that it stands in no log. `removesSecondFactor`: it takes that away too.
 */
export async function addResetLink(tx: Executor, { env, now }: Pick<Deps, "env" | "now">, userId: string, { removesSecondFactor = false } = {}) {
  const token = newToken("sbr");
  const expiresAt = now() + RESET_MINUTES * 60_000;
  await insertResetLink(tx, { tokenHash: hashToken(token), userId, removesSecondFactor, expiresAt }, now());
  return { link: `${env.url}/reset#token=${token}`, expiresAt };
}

/** Who asks for a mail to this address. */
const mailSubject = (email: string): Subject => ({ key: `reset:${hashToken(email)}`, freeTries: FREE_TRIES.account });

/**
 * Takes the wish for a link by mail, and gives what is to be done once it was answered, which mails it to an account with a password. So answer and
 * time are the same for every address. Throws `limit` where address or account asked too often, and `conflict` where no mail is set up.
 */
export async function askForReset(deps: Deps, { email, address }: { email: string; address: string }): Promise<() => Promise<void>> {
  const { sendMail } = deps;
  if (!sendMail) throw new DomainError("conflict", "No mail is set up here: ask an Admin or Owner of your organization for a link.");
  await countTry(deps, [mailSubject(email), addressSubject(address)]);
  return async () => {
    try {
      const person = await selectUserByEmail(deps.db, email);
      if (!person?.passwordHash) return;
      const { link } = await deps.db.write((tx) => addResetLink(tx, deps, person.id));
      await sendMail({ to: email, ...resetMail(link) });
    } catch (error) {
      console.error(`mail of a reset link: ${errorNames(error)}`);
    }
  };
}

/**
 * Sets a new password by a link, once, and gives the person. Every session and every other link of it ends; whom providers knew as it is forgotten, so that a
 * person whom its provider knows anew is linked by its address again. Throws `forbidden`, `limit`, and `invalid` on `password` where that is easily guessed.
 */
export async function resetPassword(deps: Deps, { token, address }: Shown, password: string): Promise<{ email: string }> {
  const from = addressSubject(address);
  await countTry(deps, [from]);
  // Asked before the costly hash, since anybody may call this; the transaction below is what decides.
  const holder = await selectResetLink(deps.db.read, hashToken(token), deps.now());
  if (!holder) throw badLink();
  await forgetTry(deps, { address: from });
  const fault = passwordFault(password, [holder.name, holder.email]);
  if (fault) throw new DomainError("invalid", fault, "password");
  const passwordHash = await hashPassword(password);
  return deps.db.write(async (tx) => {
    const person = await selectResetLink(tx, hashToken(token), deps.now());
    if (!person) throw badLink();
    await deleteResetLinks(tx, person.id);
    await updateUser(tx, person.id, { passwordHash });
    const sessionsEnded = await deleteSessions(tx, person.id, null);
    await deleteIdentities(tx, person.id);
    if (person.removesSecondFactor) await deleteSecondFactor(tx, person.id);
    const by = { actor: person.name, actorId: person.id, address, requestId: randomUUID() };
    const after = { sessionsEnded, ...(person.removesSecondFactor ? { secondFactor: "removed" } : {}) };
    await auditAccount(tx, deps, person.id, { ...by, action: "account.resetPassword", target: person.email, after });
    return { email: person.email };
  });
}

/** A link for the operator to hand over, by the address of the account; null: there is none. */
export async function createResetLink(deps: Pick<Deps, "db" | "env" | "now">, email: string, removesSecondFactor: boolean): Promise<string | null> {
  const person = await selectUserByEmail(deps.db, email.toLowerCase());
  if (!person) return null;
  return deps.db.write(async (tx) => {
    const by = { actor: "Operator", actorKind: "system" as const };
    const { link, expiresAt } = await addResetLink(tx, deps, person.id, { removesSecondFactor });
    await auditAccount(tx, deps, person.id, { ...by, action: "member.makeResetLink", target: person.email, after: { expiresAt, removesSecondFactor } });
    return link;
  });
}
