import { type CountedChanges, isContentKept, type Publication, publishContent } from "../../db/queries/config-versions";
import { selectRuntimeGroup } from "../../db/queries/runtime-groups";
import { sealContent } from "../at-rest/content";
import { isError } from "../domain/config-document/finding";
import { type Configuration, EMPTY_CONFIGURATION } from "../domain/configuration/configuration";
import { diffConfigurations } from "../domain/configuration/diff-configurations";
import { readDocument } from "../domain/configuration/read-document";
import { SECRET_MASK } from "../domain/configuration/secrets";
import { DomainError } from "../domain/errors";
import { loadVersion } from "../draft-store/load-draft";
import { countChanges } from "../draft-store/review-configuration";
import type { OrgContext } from "../trpc/init";
import { makeKongId } from "../kong-ids";

/** Whoever publishes at the same time changes what is counted against; so often it is counted again. */
const MOST_TRIES = 5;

/** What the configuration changes against what is live; null where the document of that is not kept. */
async function countAgainstLive(ctx: OrgContext, groupId: string, after: Configuration): Promise<CountedChanges | null> {
  const group = await selectRuntimeGroup(ctx.org, groupId);
  if (!group) throw new DomainError("not_found", "No such runtime group.");
  const against = group.liveVersion;
  const before = against === null ? EMPTY_CONFIGURATION : await loadVersion(ctx, groupId, against);
  return before ? { against, ...countChanges(diffConfigurations(before, after)) } : null;
}

/** Publishes a configuration, however many publish at the same time, and tells who waits. Throws `not_found` and `conflict`. */
export async function publishCounted(
  ctx: OrgContext,
  after: Configuration,
  publication: Omit<Publication, "counts" | "authorName" | "at">,
): Promise<{ number: number }> {
  const { deps, org, user } = ctx;
  const { groupId, etag, body } = publication;
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    const counts = await countAgainstLive(ctx, groupId, after);
    const about = { ...publication, counts, authorName: user.name, at: deps.now() };
    const number = await org.db.write((tx) => publishContent(tx, org, about));
    if (number !== null) {
      deps.runtimeApi.groupChanged(groupId);
      return { number };
    }
    if (!body && !(await isContentKept(org, groupId, etag))) break;
  }
  throw new DomainError("conflict", "The content was removed by the retention rule, or others publish all the time; look at what is live, and try again.");
}

/** Publishes a document as the group's next config version. Throws `invalid` on `source` with the first error found. */
export async function publishConfig(ctx: OrgContext, groupId: string, source: string, message: string) {
  if (source.includes(SECRET_MASK))
    throw new DomainError("invalid", "The document holds masks in place of secrets; type the secrets themselves, or change the draft.", "source");
  const { findings, canonical } = await ctx.deps.inspect(source);
  const error = findings.find(isError);
  if (error || !canonical) {
    const where = error?.line ? `Line ${error.line}: ` : "";
    throw new DomainError("invalid", error ? `${where}${error.message} ${error.cure}` : "The document cannot be read.", "source");
  }
  const after = readDocument(JSON.parse(canonical.json) as Record<string, unknown>, makeKongId); // safe because the canonical form is a document
  const content = await sealContent(ctx.deps.keys, ctx.org, groupId, canonical);
  return publishCounted(ctx, after, { groupId, ...content, rolledBackTo: null, message });
}
