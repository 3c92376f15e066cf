import { randomUUID } from "node:crypto";
import { selectLongestDays, upsertLongestDays } from "../../db/queries/access-tokens";
import { insertAudit } from "../../db/queries/audit";
import type { OrgContext } from "../trpc/init";

/** Sets how long the org's tokens live at the most. A shorter time holds for the tokens that there are, too, counted from their making. */
export async function setLongestDays({ deps, org, by }: OrgContext, days: number): Promise<void> {
  await org.db.write(async (tx) => {
    const before = { days: await selectLongestDays(org, tx) };
    await upsertLongestDays(tx, org, days);
    const target = `${days} day${days === 1 ? "" : "s"}`;
    await insertAudit(tx, org, { id: randomUUID(), at: deps.now(), ...by, action: "accessToken.limit", target, before, after: { days } });
  });
}
