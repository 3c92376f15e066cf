import { z } from "zod";
import { countNodeKinds } from "../../db/queries/plugin-sets";
import { selectConfigVersion } from "../../db/queries/config-versions";
import { selectRuntimeGroup } from "../../db/queries/runtime-groups";
import type { FleetFit } from "../domain/draft";
import { DomainError } from "../domain/errors";
import { nodeJudge } from "../draft-store/node-judge";
import type { OrgContext } from "../trpc/init";

/** So many kinds of node are told. */
const MOST_KINDS = 20;

/** Which config version is meant; absent: the one that is live. */
export const FleetFitInput = z.object({ number: z.number().int().min(1).optional() });

/** Which of the group's instances cannot run a config version, by kind, the most first; `number` null: nothing is published. Throws `not_found`. */
export async function fleetFit(
  ctx: OrgContext,
  groupId: string,
  { number: wanted }: z.infer<typeof FleetFitInput>,
): Promise<FleetFit & { number: number | null }> {
  const group = await selectRuntimeGroup(ctx.org, groupId);
  if (!group) throw new DomainError("not_found", "No such runtime group.");
  const number = wanted ?? group.liveVersion;
  if (wanted !== undefined && !(await selectConfigVersion(ctx.org, groupId, wanted))) throw new DomainError("not_found", "No such config version.");
  const [kinds, judge] = [await countNodeKinds(ctx.org, groupId), await nodeJudge(ctx, groupId, number)];
  const judged = await Promise.all(kinds.map(async (kind) => ({ ...kind, verdict: await judge.of(kind) })));
  const misfits = judged.filter(({ verdict }) => verdict.state === "incompatible").sort((a, b) => b.count - a.count);
  const sum = (of: readonly { count: number }[]) => of.reduce((total, { count }) => total + count, 0);
  return {
    number,
    instanceCount: sum(kinds),
    incompatibleCount: sum(misfits),
    incompatible: misfits
      .slice(0, MOST_KINDS)
      .map(({ gatewayVersion, count, verdict: { causes, moreCauses } }) => ({ gatewayVersion, instanceCount: count, causes, moreCauses })),
  };
}
