import { isContentKept, selectConfigVersion } from "../../db/queries/config-versions";
import type { VersionOrDraft } from "../domain/config-version";
import type { Configuration } from "../domain/configuration/configuration";
import { DomainError } from "../domain/errors";
import { loadDraft, loadVersion } from "../draft-store/load-draft";
import type { OrgContext } from "../trpc/init";

/** A version's configuration. Throws `not_found`, and `conflict` where its document is not kept any more. */
export async function loadKeptVersion(ctx: OrgContext, groupId: string, number: number): Promise<Configuration> {
  const version = await selectConfigVersion(ctx.org, groupId, number);
  if (!version) throw new DomainError("not_found", "No such config version.");
  // Asked of the database, since this process may remember what is gone there.
  const content = (await isContentKept(ctx.org, groupId, version.etag)) ? await loadVersion(ctx, groupId, number) : undefined;
  if (!content) throw new DomainError("conflict", `The content of v${number} was removed by the retention rule of this group; choose a later version.`);
  return content;
}

/** The configuration of a version or of the draft. Throws as `loadKeptVersion` does. */
export const loadSide = async (ctx: OrgContext, groupId: string, side: VersionOrDraft): Promise<Configuration> =>
  side === "draft" ? (await loadDraft(ctx, groupId)).current : loadKeptVersion(ctx, groupId, side);
