import { insertAudit, type NewAuditEntry } from "../../db/queries/audit";
import { deleteGoneInstances, deleteSilentEphemerals, insertGoneInstance } from "../../db/queries/runtime";
import type { Database, Executor } from "../../db/client";
import { mintOrgDb } from "../../db/scoped";

/** An ephemeral instance that has been silent for so long is gone. */
const GONE_MS = 60 * 60_000;
/** So long a removed instance that comes back is told that it is gone. */
const REMEMBERED_MS = 30 * 24 * 60 * 60_000;
/** In one transaction: other writes get their turn in between, and a database server ends one that takes long. */
const MOST_AT_ONCE = 100;

type Removed = Awaited<ReturnType<typeof deleteSilentEphemerals>>[number];

/**
 * Writes the audit row of an ephemeral instance whose record was removed in this transaction, and keeps its credential's
 * hash, so that its agent is told to enroll again. A revoked or archived one stays unknown: nobody asked for it back.
 */
export async function bury(
  tx: Executor,
  db: Database,
  { id, orgId, groupId, hostname, credentialHash, previousCredentialHash, archivedAt }: Removed,
  by: Pick<NewAuditEntry, "actor" | "actorKind" | "actorId" | "at">,
): Promise<void> {
  await insertAudit(tx, mintOrgDb(db, orgId), { id: crypto.randomUUID(), ...by, action: "instance.remove", target: hostname, groupId });
  if (archivedAt !== null) return;
  for (const each of [credentialHash, previousCredentialHash])
    if (each !== null) await insertGoneInstance(tx, { credentialHash: each, orgId, groupId, instanceId: id, goneAt: by.at });
}

/**
 * Removes the records of ephemeral instances that are gone, in parts, each with its audit row in the same transaction, and gives the ids of
 * each part once it is gone. Silence is counted from `listeningSince` at the earliest: after an hour in which nobody could be heard, nobody
 * is gone.
 */
export async function* removeGoneEphemerals(db: Database, listeningSince: number, at: number): AsyncGenerator<string[]> {
  if (at - listeningSince < GONE_MS) return;
  await db.write((tx) => deleteGoneInstances(tx, at - REMEMBERED_MS));
  for (let isDone = false; !isDone;) {
    const gone = await db.write(async (tx) => {
      const removed = await deleteSilentEphemerals(tx, at - GONE_MS, MOST_AT_ONCE);
      for (const each of removed) await bury(tx, db, each, { actor: "Signalbox", actorKind: "system", at });
      return removed;
    });
    yield gone.map(({ id }) => id);
    isDone = gone.length < MOST_AT_ONCE;
  }
}
