import { insertAudit } from "../../db/queries/audit";
import { deleteSilentEphemerals } from "../../db/queries/runtime";
import type { Database } from "../../db/client";
import { mintOrgDb } from "../../db/scoped";

/** An ephemeral instance that has been silent for so long is gone. */
const GONE_MS = 60 * 60_000;

/**
 * Removes the records of ephemeral instances that are gone, each with its audit row in the same transaction. Silence is
 * counted from `listeningSince` at the earliest: after an hour in which nobody could be heard, nobody is gone. Gives the
 * ids of what was removed.
 */
export async function removeGoneEphemerals(db: Database, listeningSince: number, at: number): Promise<string[]> {
  if (at - listeningSince < GONE_MS) return [];
  return db.write(async (tx) => {
    const gone = await deleteSilentEphemerals(tx, at - GONE_MS);
    for (const { orgId, groupId, hostname } of gone) {
      await insertAudit(tx, mintOrgDb(db, orgId), { id: crypto.randomUUID(), at, actor: "Signalbox", action: "instance.remove", target: hostname, groupId });
    }
    return gone.map(({ id }) => id);
  });
}
