import { type Finding, isError } from "../domain/config-document/finding";
import type { Configuration } from "../domain/configuration/configuration";
import { SECRET_MASK } from "../domain/configuration/secrets";
import type { ReviewFinding } from "../domain/draft";
import { DomainError } from "../domain/errors";
import { etagOf } from "../at-rest/content";
import type { CanonicalConfig } from "../domain/config-document/canonical";
import type { GroupSchemas } from "../draft-store/group-schemas";
import { publishFindings } from "../draft-store/publish-findings";
import { runTask } from "../draft-store/run-task";
import type { OrgContext } from "../trpc/init";

/** A document as the group's nodes would take it. */
export interface ReadSource {
  /** Errors first. */
  findings: ReviewFinding[];
  /** Absent: it cannot be read. */
  read?: { after: Configuration; canonical: CanonicalConfig };
}

const refuseMasks = (text: string): void => {
  if (!text.includes(SECRET_MASK)) return;
  throw new DomainError("invalid", "The document holds masks in place of secrets; type the secrets themselves, or change the draft.", "source");
};

const ofAnyNode = (finding: Finding): ReviewFinding => ({ ...finding, gatewayVersions: [], instances: [], instanceCount: 0 });

/** Reads a document and checks it for every Gateway version that the group's instances run. Throws `invalid` on `source` where it holds masks. */
export async function readSource(ctx: OrgContext, groupId: string, group: GroupSchemas, source: string): Promise<ReadSource> {
  const { deps } = ctx;
  refuseMasks(source);
  const { findings, canonical } = await deps.inspect(source, { versions: group.versions, now: deps.now() });
  if (!canonical) return { findings: findings.map(ofAnyNode) };
  // As YAML and JSON may write it, with escapes.
  refuseMasks(canonical.json);
  const { configuration: after } = await runTask(deps, "readContent", { json: canonical.json });
  const onNodes = await publishFindings(ctx, { groupId, after, name: etagOf(canonical.json) }, group);
  // Warnings are told once, with their lines where the document alone gives cause for them.
  const told = new Set(findings.map(({ message }) => message));
  return { findings: [...onNodes.findings.filter((each) => isError(each) || !told.has(each.message)), ...findings.map(ofAnyNode)], read: { after, canonical } };
}
