import { randomUUID } from "node:crypto";
import { takeRefusedTries, upsertRefusedTry } from "../../db/queries/sign-in";
import type { Deps } from "../deps";
import { auditAccount } from "./session";
import { hashToken } from "./token-hash";

/** Refused tries for an account are told together, once in so long, so that a stranger cannot flood a trail. */
const TOLD_EVERY_MS = 5 * 60_000;

interface Refused {
  email: string;
  /** Null: there is no account of this address; then as much is written, so that the time tells nothing. */
  userId: string | null;
  address: string;
}

type Store = Pick<Deps, "db" | "now">;

/** Notes a refused try for the audit trail. Those that were refused unread, because of the wait, count as none. */
export const noteRefusedTry = ({ db, now }: Store, { email, userId, address }: Refused): Promise<void> =>
  db.write((tx) => upsertRefusedTry(tx, { subject: hashToken(email.toLowerCase()), userId, firstAt: now(), address, requestId: randomUUID() }));

/** Tells the refused tries of the last minutes in the audit trail: one entry for each account and org, with their count. */
export const tellRefusedTries = (deps: Store): Promise<void> =>
  deps.db.write(async (tx) => {
    for (const { refused, person } of await takeRefusedTries(tx, deps.now() - TOLD_EVERY_MS)) {
      if (!person) continue;
      const { count, firstAt, address, requestId } = refused;
      const after = { tries: count, since: new Date(firstAt).toISOString() };
      await auditAccount(tx, deps, person.id, { actor: "Somebody", address, requestId, action: "account.refusedTry", target: person.email, after });
    }
  });
