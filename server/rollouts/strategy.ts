import { createHash, randomUUID } from "node:crypto";
import { z } from "zod";
import { insertAudit } from "../../db/queries/audit";
import { selectRuntimeGroup, updateRuntimeGroup } from "../../db/queries/runtime-groups";
import { changedFields } from "../domain/audit-chain";
import { stringifySorted } from "../domain/config-document/canonical-json";
import { DomainError } from "../domain/errors";
import { RolloutStrategy } from "../domain/rollout/strategy";
import type { OrgContext } from "../trpc/init";

/** How a publish of the group goes out unless it says otherwise; null: to all at once. `seenStamp`: of the one that it takes the place of; absent: of whichever. */
export const StrategyInput = z.object({ strategy: RolloutStrategy.nullable(), seenStamp: z.string().max(64).optional() });

/** Tells one strategy from any other. */
const stampOf = (strategy: RolloutStrategy | null): string => createHash("sha256").update(stringifySorted(strategy)).digest("base64url").slice(0, 22);

/** The group's saved strategy, with its stamp. Throws `not_found`. */
export async function getStrategy({ org }: OrgContext, groupId: string) {
  const group = await selectRuntimeGroup(org, groupId);
  if (!group) throw new DomainError("not_found", "No such runtime group.");
  return { strategy: group.rolloutStrategy, stamp: stampOf(group.rolloutStrategy) };
}

/** Saves the group's strategy, and gives its stamp; a rollout that is under way keeps its own. Throws `not_found`, and `stale` where somebody saved another than was seen. */
export async function setStrategy({ deps, org, by }: OrgContext, groupId: string, { strategy, seenStamp }: z.infer<typeof StrategyInput>) {
  const at = deps.now();
  await org.db.write(async (tx) => {
    const group = await selectRuntimeGroup(org, groupId, tx);
    if (!group) throw new DomainError("not_found", "No such runtime group.");
    if (seenStamp !== undefined && seenStamp !== stampOf(group.rolloutStrategy))
      throw new DomainError("stale", "Somebody else changed how publishes go out since you looked; look at it again.");
    await updateRuntimeGroup(tx, org, groupId, { rolloutStrategy: strategy, updatedAt: Math.max(at, group.updatedAt + 1) });
    const change = changedFields(group, { rolloutStrategy: strategy });
    await insertAudit(tx, org, { id: randomUUID(), at, ...by, action: "runtimeGroup.setStrategy", target: group.name, groupId, ...change });
  });
  return { stamp: stampOf(strategy) };
}
