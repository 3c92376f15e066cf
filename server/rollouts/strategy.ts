import { randomUUID } from "node:crypto";
import { z } from "zod";
import { insertAudit } from "../../db/queries/audit";
import { selectRuntimeGroup, updateRuntimeGroup } from "../../db/queries/runtime-groups";
import { changedFields } from "../domain/audit-chain";
import { DomainError } from "../domain/errors";
import { RolloutStrategy } from "../domain/rollout/strategy";
import type { OrgContext } from "../trpc/init";

/** How a publish of the group goes out unless it says otherwise; null: to all at once. */
export const StrategyInput = z.object({ strategy: RolloutStrategy.nullable() });

/** The group's saved strategy. Throws `not_found`. */
export async function getStrategy({ org }: OrgContext, groupId: string) {
  const group = await selectRuntimeGroup(org, groupId);
  if (!group) throw new DomainError("not_found", "No such runtime group.");
  return { strategy: group.rolloutStrategy };
}

/** Saves the group's strategy; a rollout that is under way keeps its own. Throws `not_found`. */
export async function setStrategy({ deps, org, by }: OrgContext, groupId: string, { strategy }: z.infer<typeof StrategyInput>): Promise<void> {
  const at = deps.now();
  await org.db.write(async (tx) => {
    const group = await selectRuntimeGroup(org, groupId, tx);
    if (!group) throw new DomainError("not_found", "No such runtime group.");
    await updateRuntimeGroup(tx, org, groupId, { rolloutStrategy: strategy, updatedAt: Math.max(at, group.updatedAt + 1) });
    const change = changedFields(group, { rolloutStrategy: strategy });
    await insertAudit(tx, org, { id: randomUUID(), at, ...by, action: "runtimeGroup.setStrategy", target: group.name, groupId, ...change });
  });
}
