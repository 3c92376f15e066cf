import { z } from "zod";
import { selectNewestRollout, selectRollouts, selectRolloutsOf } from "../../db/queries/rollouts";
import { selectRuntimeGroup } from "../../db/queries/runtime-groups";
import { DomainError } from "../domain/errors";
import type { OrgContext } from "../trpc/init";
import { summarizeRollout } from "./summarize";

/** Which rollouts: those to config versions before this one, and a page of them from 1. */
export const RolloutListInput = z.object({
  before: z.number().int().min(1).optional(),
  page: z.number().int().min(1).default(1),
  pageSize: z.number().int().min(1).max(200).default(50),
});

/** Which config versions' rollouts. */
export const RolloutsOfInput = z.object({ numbers: z.array(z.number().int().min(1)).max(200) });

async function assertGroup({ org }: OrgContext, groupId: string): Promise<void> {
  if (!(await selectRuntimeGroup(org, groupId))) throw new DomainError("not_found", "No such runtime group.");
}

/** A page of the group's rollouts, newest first, and how many there are; one that has not ended is the first of all. Throws `not_found`. */
export async function listRollouts(ctx: OrgContext, groupId: string, { before, page, pageSize }: z.infer<typeof RolloutListInput>) {
  await assertGroup(ctx, groupId);
  const { rows, total } = await selectRollouts(ctx.org, groupId, before, pageSize, (page - 1) * pageSize);
  return { rows: rows.map(summarizeRollout), total, pages: Math.max(1, Math.ceil(total / pageSize)) };
}

/** The group's newest rollout, which is the one that has not ended where there is one; `newest` null: there was none yet. Throws `not_found`. */
export async function getNewestRollout(ctx: OrgContext, groupId: string) {
  await assertGroup(ctx, groupId);
  const newest = await selectNewestRollout(ctx.org, groupId);
  return { newest: newest ? summarizeRollout(newest) : null };
}

/** The rollouts by which these config versions of the group went out; one that went to all at once has none. Throws `not_found`. */
export async function listRolloutsOf(ctx: OrgContext, groupId: string, { numbers }: z.infer<typeof RolloutsOfInput>) {
  await assertGroup(ctx, groupId);
  return (await selectRolloutsOf(ctx.org, groupId, numbers)).map(summarizeRollout);
}
