import { publishContent, selectConfigVersion } from "../../db/queries/config-versions";
import { DomainError } from "../domain/errors";
import type { OrgContext } from "../trpc/init";

/**
 * Publishes what an older config version had, as a new version that says so. Throws `not_found`, and `conflict` where the
 * older one's document is not kept any more.
 */
export async function rollBackConfig({ deps, org, user }: OrgContext, groupId: string, number: number, message?: string) {
  const older = await selectConfigVersion(org, groupId, number);
  if (!older) throw new DomainError("not_found", "No such config version.");
  const { etag, sizeBytes, entityCount } = older;
  const said = message || `Rolled back to v${number}: ${older.message}`.slice(0, 500);
  const about = { counts: null, rolledBackTo: number, message: said, authorName: user.name, at: deps.now() };
  const published = await org.db.write((tx) => publishContent(tx, org, { groupId, etag, sizeBytes, entityCount, ...about }));
  if (published === null) throw new DomainError("conflict", `The document of v${number} is not kept any more; choose a later version.`);
  deps.runtimeApi.groupChanged(groupId);
  return { number: published };
}
