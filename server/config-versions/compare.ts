import type { VersionOrDraft } from "../domain/config-version";
import { groupSchemas } from "../draft-store/group-schemas";
import { compareConfigurations } from "../draft-store/review-configuration";
import type { OrgContext } from "../trpc/init";
import { loadSide } from "./load-side";

/** What differs between two versions, or a version and the draft; secrets masked. Throws `not_found`, and `conflict` where a document is not kept any more. */
export async function compareVersions(ctx: OrgContext, groupId: string, from: VersionOrDraft, to: VersionOrDraft) {
  const [before, after, { schemas }] = await Promise.all([loadSide(ctx, groupId, from), loadSide(ctx, groupId, to), groupSchemas(ctx, groupId)]);
  const { counts, diff, more, yaml } = await compareConfigurations(before, after, schemas);
  return { counts, diff, more, yaml };
}
