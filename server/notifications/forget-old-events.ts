import { deleteDeliveriesBefore } from "../../db/queries/deliveries";
import { deleteEventsBefore } from "../../db/queries/events";
import type { Deps } from "../deps";

/** What happened, and what was sent, is kept for a month. */
const KEPT_MS = 30 * 24 * 60 * 60_000;
/** Rows in one transaction: other writes get their turn in between. */
const AT_ONCE = 500;

/** Forgets events and messages of more than a month ago, in parts. */
export async function forgetOldEvents({ db, now }: Pick<Deps, "db" | "now">): Promise<void> {
  const before = now() - KEPT_MS;
  for (const forget of [deleteDeliveriesBefore, deleteEventsBefore]) {
    for (let count = AT_ONCE; count === AT_ONCE;) count = await db.write((tx) => forget(tx, before, AT_ONCE));
  }
}
