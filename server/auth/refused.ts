import { randomUUID } from "node:crypto";
import type { Executor } from "../../db/client";
import { insertAudit } from "../../db/queries/audit";
import { selectGroupNames } from "../../db/queries/members";
import { selectSignInFailures, upsertSignInFailures } from "../../db/queries/people";
import { takeRefusedTries, upsertRefusedTry } from "../../db/queries/sign-in";
import type { OrgDb } from "../../db/scoped";
import type { Deps } from "../deps";
import type { Ability } from "../domain/ability";
import type { Actor } from "../domain/audit-chain";
import { auditAccount } from "./session";
import { hashToken } from "./token-hash";

/** Refused tries for an account are told together, and refused calls of one procedure once, in so long, so that nobody floods a trail. */
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

interface RefusedCall {
  org: OrgDb;
  by: Actor;
  /** The person or service account, whatever token it calls by: many tokens tell no more than one. */
  ownerId: string;
  procedure: string;
  groupId: string | null;
  /** What the procedure asks for and the caller has not. Absent: the verb asked for more than that, which `why` tells. */
  needs?: Ability;
  why: string;
}

/**
 * Notes in the org's activity what a member may not: of each caller and procedure one call in five minutes, on all nodes together. It
 * never throws: that it cannot be noted, as on a full disk, changes no answer.
 */
export async function noteRefusedCall({ db, now }: Store, { org, by, ownerId, procedure, groupId, needs, why }: RefusedCall): Promise<void> {
  const subject = `call:${org.orgId}:${ownerId}:${procedure}`;
  const at = now();
  const isToldOf = async (executor: Executor) => ((await selectSignInFailures(executor, subject))?.blockedUntil ?? 0) > at;
  const tell = async (tx: Executor) => {
    if (await isToldOf(tx)) return;
    await upsertSignInFailures(tx, { subject, count: 1, blockedUntil: at + TOLD_EVERY_MS, updatedAt: at });
    const isOurs = groupId !== null && (await selectGroupNames(tx, org, [groupId])).has(groupId);
    const entry = { id: randomUUID(), at, ...by, action: "call.refused", target: procedure, after: { needs, why } };
    await insertAudit(tx, org, isOurs ? { ...entry, groupId } : entry);
  };
  // Read before the write, so that who keeps asking makes nobody wait who writes.
  const note = async () => (await isToldOf(db.read)) || (await db.write(tell));
  await note().catch(() => undefined);
}
