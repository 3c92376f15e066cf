import type { Executor } from "../../db/client";
import { publishContent, selectConfigVersion } from "../../db/queries/config-versions";
import type { RolloutActor, RolloutRow } from "../../db/queries/rollouts";
import type { OrgDb } from "../../db/scoped";
import { DomainError } from "../domain/errors";

/**
 * Publishes in the caller's transaction what was before a rollout that ends by it, to all at once, and gives the config version's number:
 * no instance is expected to run what went out any more, but for who is pinned or paused at it. Nothing is asked: it was live before. Throws `conflict` where its content is
 * not kept, which the retention rule sees to.
 */
export async function publishBefore(
  tx: Executor,
  org: OrgDb,
  { groupId, fromVersion, toVersion }: RolloutRow,
  message: string,
  { by, at }: RolloutActor,
): Promise<number> {
  const [before, after] = [await selectConfigVersion(org, groupId, fromVersion, tx), await selectConfigVersion(org, groupId, toVersion, tx)];
  if (!before || !after) throw new DomainError("not_found", "No such config version.");
  const { etag, sizeBytes, entityCount } = before;
  const { createdCount, changedCount, deletedCount } = after;
  // What went out is taken back; where that went out over another version than the one before, what that makes was not counted.
  const isCounted = after.number === fromVersion + 1 && createdCount !== null && changedCount !== null && deletedCount !== null;
  const counts = isCounted ? { created: deletedCount, changed: changedCount, deleted: createdCount } : null;
  const about = { groupId, etag, sizeBytes, entityCount, counts, message, by, at };
  const published = await publishContent(tx, org, { ...about, against: toVersion, rolledBackTo: fromVersion, choice: "allAtOnce", lifted: null });
  if (!published) throw new DomainError("conflict", `The content of v${fromVersion} is not kept any more.`);
  return published.number;
}
