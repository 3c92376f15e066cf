import type { Database } from "../../db/client";
import { chainOldEntries as chainSome } from "../../db/queries/audit-chain";
import { insertFinishedUpkeep, isUpkeepFinished } from "../../db/queries/sealed-values";

const CHAINED = "audit-chained";
const ENTRIES_AT_ONCE = 500;

/**
 * Chains, once, the entries that earlier releases wrote without a hash. A part at a time, each in a transaction, so that it may be
 * killed at any moment and begun again. What stands outside the chain later on is a break.
 */
export async function chainOldEntries(db: Database, now: () => number): Promise<void> {
  if (await isUpkeepFinished(db, CHAINED)) return;
  while ((await db.write((tx) => chainSome(tx, ENTRIES_AT_ONCE))) > 0);
  await db.write((tx) => insertFinishedUpkeep(tx, CHAINED, now()));
}
