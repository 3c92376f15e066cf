import { selectConfigVersion } from "../../db/queries/config-versions";
import { DomainError } from "../domain/errors";
import type { OrgContext } from "../trpc/init";
import { loadKeptVersion } from "./load-side";
import { publishCounted } from "./publish";

/**
 * Publishes what an older config version had, as a new version that says so. The draft stays as it is. Throws `not_found`, and
 * `conflict` where the older one's document is not kept any more.
 */
export async function rollBackConfig(ctx: OrgContext, groupId: string, number: number, message?: string) {
  const older = await selectConfigVersion(ctx.org, groupId, number);
  if (!older) throw new DomainError("not_found", "No such config version.");
  const content = await loadKeptVersion(ctx, groupId, number);
  const { etag, sizeBytes, entityCount } = older;
  const said = message ?? `Rolled back to v${number}: ${older.message}`.slice(0, 500);
  return publishCounted(ctx, content, { groupId, etag, sizeBytes, entityCount, rolledBackTo: number, message: said });
}
