import { z } from "zod";
import { selectConfigVersion } from "../../db/queries/config-versions";
import { selectRefusedWithin } from "../../db/queries/refusals";
import { selectRollout } from "../../db/queries/rollouts";
import { DomainError } from "../domain/errors";
import type { OrgContext } from "../trpc/init";
import { firstWords, refusalReader } from "./refusals";

/** Which rollout's refusals. */
export const RolloutRefusalsInput = z.object({ rolloutId: z.uuid() });

const MOST_TOLD = 20;
/** Who was offered it before the rollout ended may refuse it a while after. */
const LATE_MS = 10 * 60_000;

/**
 * The instances that refused what a rollout gave out, the last 20 first, and how many there were, by their apply records: it is told once
 * the rollout has ended as well, when another config version is expected of them. `words` null: the instance refused another document since,
 * or took this one, or its Kong named nothing. Throws `not_found`.
 */
export async function listRolloutRefusals(ctx: OrgContext, groupId: string, { rolloutId }: z.infer<typeof RolloutRefusalsInput>) {
  const { deps, org } = ctx;
  const rollout = await selectRollout(org, groupId, rolloutId);
  const version = rollout && (await selectConfigVersion(org, groupId, rollout.toVersion));
  if (!rollout || !version) throw new DomainError("not_found", "No such rollout.");
  const { etag } = version;
  const within = { from: rollout.startedAt, until: (rollout.endedAt ?? deps.now()) + LATE_MS };
  const { rows, total } = await selectRefusedWithin(org, { groupId, etag, ...within }, MOST_TOLD);
  const read = refusalReader(ctx, groupId);
  const refusals = rows.map(async ({ at, kongStatus, hostname, ...refused }) => {
    const words = refused.rejectedEtag === etag ? firstWords((await read(refused)).errors) : null;
    return { id: refused.id, hostname, at, kongStatus, words };
  });
  return { refusals: await Promise.all(refusals), total };
}
