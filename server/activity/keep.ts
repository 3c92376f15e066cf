import { randomUUID } from "node:crypto";
import { insertAudit } from "../../db/queries/audit";
import { selectChainHead, updateKeptDays } from "../../db/queries/audit-chain";
import type { OrgContext } from "../trpc/init";

/** For how many days the org keeps its activity; null: for ever. */
export async function getActivityKept({ org }: OrgContext): Promise<{ keptDays: number | null }> {
  const { keptDays } = await selectChainHead(org.db.read, org.orgId);
  return { keptDays };
}

/** Sets for how many days the activity is kept; null: for ever. What is older goes with the acts that follow, the oldest first. */
export async function keepActivity({ deps, org, by }: OrgContext, keptDays: number | null): Promise<void> {
  await org.db.write(async (tx) => {
    const { keptDays: before } = await selectChainHead(tx, org.orgId);
    const target = keptDays === null ? "for ever" : `for ${keptDays} days`;
    const entry = { id: randomUUID(), at: deps.now(), ...by, action: "activity.keep", target, before: { keptDays: before }, after: { keptDays } };
    // First: an org has a head from its first entry on.
    await insertAudit(tx, org, entry);
    await updateKeptDays(tx, org.orgId, keptDays);
  });
}
