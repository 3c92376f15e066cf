import { sealContent } from "../at-rest/content";
import { isError } from "../domain/config-document/finding";
import type { PublishDocumentInput } from "../domain/config-version";
import type { Published } from "../domain/published";
import { type Configuration, EMPTY_CONFIGURATION } from "../domain/configuration/configuration";
import { type GroupSchemas, groupSchemas } from "../draft-store/group-schemas";
import { loadLive } from "../draft-store/load-draft";
import { guardOver } from "../draft-store/publish-over";
import { compareConfigurations } from "../draft-store/review-configuration";
import type { OrgContext } from "../trpc/init";
import { publishNext } from "./publish-next";
import { readSource } from "./read-source";

/**
 * Publishes a document as the group's next config version; the draft stays as it is. Refuses on an error on any Gateway version that the
 * group's instances run, and where the guard's count is not given. Throws `not_found`, `conflict`, and `invalid` on `source` where it holds masks.
 */
export async function publishConfig(
  ctx: OrgContext,
  groupId: string,
  { source, message, confirmCount, seenLive, freezeOverride, rollout, activeRollout }: PublishDocumentInput,
): Promise<Published> {
  const { deps, org } = ctx;
  const group = await groupSchemas(ctx, groupId);
  const { findings, read } = await readSource(ctx, groupId, group, source);
  if (!read) {
    const errors = findings.filter(isError);
    return { ok: false, reason: "findings", findings: errors, errorCount: errors.length };
  }
  const { after, canonical } = read;
  const sealed = await sealContent(deps.keys, org, groupId, canonical);
  const terms = { rollout, activeRollout };
  return publishNext(
    ctx,
    { groupId, after, group, findings, confirmCount, freezeOverride, terms, content: async () => sealed, rolledBackTo: null, message },
    seenLive,
  );
}

/** What publishing a document would find and change, which nothing is written of; `change` null: it cannot be read. Throws as `publishConfig` does. */
export async function checkConfig(ctx: OrgContext, groupId: string, source: string) {
  const group = await groupSchemas(ctx, groupId);
  const { findings, read } = await readSource(ctx, groupId, group, source);
  return { findings, entityCount: read?.canonical.entityCount ?? 0, change: read ? await changeTo(ctx, groupId, read.after, group) : null };
}

async function changeTo(ctx: OrgContext, groupId: string, after: Configuration, { schemas }: GroupSchemas) {
  const live = await loadLive(ctx, groupId);
  const { counts, diff, more } = await compareConfigurations(live.content ?? EMPTY_CONFIGURATION, after, schemas);
  return { against: live.version?.number ?? null, counts, diff, more, guard: guardOver(live, after) };
}
