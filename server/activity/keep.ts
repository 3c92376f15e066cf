import { randomUUID } from "node:crypto";
import { insertAudit } from "../../db/queries/audit";
import { selectKeptDays, updateKeptDays } from "../../db/queries/audit-chain";
import type { OrgContext } from "../trpc/init";

/** For how many days the org keeps its activity; null: for ever. */
export const getActivityKept = async ({ org }: OrgContext) => ({ keptDays: await selectKeptDays(org.db.read, org.orgId) });

/** Sets for how many days the activity is kept; null: for ever. What is older goes with the acts that follow, the oldest first. */
export async function keepActivity({ deps, org, by }: OrgContext, keptDays: number | null): Promise<void> {
  await org.db.write(async (tx) => {
    const before = await selectKeptDays(tx, org.orgId);
    const target = keptDays === null ? "for ever" : `for ${keptDays} days`;
    const entry = { id: randomUUID(), at: deps.now(), ...by, action: "activity.keep", target, before: { keptDays: before }, after: { keptDays } };
    // First: an org has a head from its first entry on.
    await insertAudit(tx, org, entry);
    await updateKeptDays(tx, org.orgId, keptDays);
  });
}
