import { publishContent } from "../../db/queries/config-versions";
import { sealContent } from "../at-rest/content";
import { DomainError } from "../domain/errors";
import type { OrgContext } from "../trpc/init";

/** Publishes a document as the group's next config version. Throws `invalid` on `source` with the first error found. */
export async function publishConfig({ deps, org, user }: OrgContext, groupId: string, source: string, message: string) {
  const { findings, canonical } = await deps.inspect(source);
  const error = findings.find((finding) => finding.severity === "error");
  if (error || !canonical) {
    const where = error?.line ? `Line ${error.line}: ` : "";
    throw new DomainError("invalid", error ? `${where}${error.message} ${error.cure}` : "The document cannot be read.", "source");
  }
  const content = await sealContent(deps.keys, org, groupId, canonical);
  const about = { groupId, counts: null, rolledBackTo: null, message, authorName: user.name, at: deps.now() };
  const number = await org.db.write((tx) => publishContent(tx, org, { ...content, ...about }));
  if (number === null) throw new DomainError("conflict", "Somebody else published at the same time; publish again.");
  deps.runtimeApi.groupChanged(groupId);
  return { number };
}
