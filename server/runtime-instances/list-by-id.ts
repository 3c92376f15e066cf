import { z } from "zod";
import { summariesInBatches } from "../../db/queries/instance-batches";
import { INSTANCE_STATES } from "../domain/instance-state";
import type { OrgContext } from "../trpc/init";
import { instanceJudge, type Judged } from "./judge-instances";
import { groupFacts, summarizeInstance } from "./summarize";

/** What a walk through the instances asks for. `after`: the id of the last one that is known; states that are absent filter nothing. */
export const ListByIdInput = z.object({
  connection: z.enum(INSTANCE_STATES.connection).optional(),
  sync: z.enum(INSTANCE_STATES.sync).optional(),
  readiness: z.enum(INSTANCE_STATES.readiness).optional(),
  compatibility: z.enum(INSTANCE_STATES.compatibility).optional(),
  after: z.uuid().optional(),
  limit: z.number().int().min(1).max(200).default(50),
});

/**
 * Up to `limit` of the group's instances in the order of their ids, so that none is told twice or left out however many come and
 * go between two calls; `next`: there are more behind it. Throws `not_found`.
 */
export async function listRuntimeInstancesById(ctx: OrgContext, groupId: string, { after, limit, ...states }: z.infer<typeof ListByIdInput>) {
  const group = await groupFacts(ctx, groupId);
  const now = ctx.deps.now();
  const wanted = Object.entries(states);
  const judge = instanceJudge(ctx, groupId);
  const rows: Judged<ReturnType<typeof summarizeInstance>>[] = [];
  for await (const batch of summariesInBatches(ctx.org, groupId, after)) {
    const summaries = await Promise.all(batch.map((instance) => judge(summarizeInstance(instance, group, now))));
    rows.push(
      ...summaries.filter(({ state }) => Object.entries(state).every(([name, value]) => wanted.every((each) => each[0] !== name || each[1] === value))),
    );
    if (rows.length > limit) break;
  }
  return { rows: rows.slice(0, limit), next: rows.length > limit ? (rows[limit - 1]?.id ?? null) : null };
}
