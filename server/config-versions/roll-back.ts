import { selectConfigVersion } from "../../db/queries/config-versions";
import { isError } from "../domain/config-document/finding";
import { diffConfigurations } from "../domain/configuration/diff-configurations";
import type { RollBackInput, RollBackReview } from "../domain/config-version";
import type { Published } from "../domain/published";
import { DomainError } from "../domain/errors";
import { errorStampOf } from "../draft-store/error-stamp";
import { freezeOf } from "../draft-store/freeze";
import { groupSchemas } from "../draft-store/group-schemas";
import { loadLive } from "../draft-store/load-draft";
import { publishFindings, shownFindings } from "../draft-store/publish-findings";
import { guardOver } from "../draft-store/publish-over";
import { countChanges } from "../draft-store/review-configuration";
import type { OrgContext } from "../trpc/init";
import { loadKeptVersion } from "./load-side";
import { publishNext } from "./publish-next";

async function readOlder(ctx: OrgContext, groupId: string, number: number) {
  const older = await selectConfigVersion(ctx.org, groupId, number);
  if (!older) throw new DomainError("not_found", "No such config version.");
  const [after, group] = [await loadKeptVersion(ctx, groupId, number), await groupSchemas(ctx, groupId)];
  return { older, after, group, found: await publishFindings(ctx, { groupId, after, name: older.etag }, group) };
}

/** What rolling back to an older config version would do, and what the group's nodes would say to it. Throws as `rollBackConfig` does. */
export async function reviewRollBack(ctx: OrgContext, groupId: string, number: number): Promise<RollBackReview> {
  const [{ after, group, found }, live] = [await readOlder(ctx, groupId, number), await loadLive(ctx, groupId)];
  return {
    against: live.version?.number ?? null,
    counts: live.content ? countChanges(diffConfigurations(live.content, after, group.schemas)) : null,
    guard: guardOver(live, after),
    freeze: await freezeOf(ctx.org, groupId, ctx.deps.now()),
    ...shownFindings(found, group),
    errorCount: found.findings.filter(isError).length,
    errorStamp: errorStampOf(found.findings),
  };
}

/**
 * Publishes what an older config version had, as a new version that says so. The draft stays as it is. Refuses where the guard's count
 * is not given, where errors were not acknowledged by their stamp, and before either where another is live than was seen. Throws `not_found`, and `conflict` where the older one's
 * document is not kept any more.
 */
export async function rollBackConfig(
  ctx: OrgContext,
  groupId: string,
  { number, message, confirmCount, acknowledgedErrors, seenLive, freezeOverride, rollout, activeRollout }: RollBackInput,
): Promise<Published> {
  const { older, after, group, found } = await readOlder(ctx, groupId, number);
  const { etag, sizeBytes, entityCount } = older;
  const said = message ?? `Rolled back to v${number}: ${older.message}`.slice(0, 500);
  const content = async () => ({ etag, sizeBytes, entityCount });
  const { findings } = found;
  const terms = { rollout, activeRollout };
  const proposal = { groupId, after, group, findings, acknowledgedErrors, confirmCount, freezeOverride, terms, content, rolledBackTo: number, message: said };
  return publishNext(ctx, proposal, seenLive);
}
