import { parseConfigDocument } from "../domain/config-document/parse";
import type { DraftFinding, EntitySaved, SaveEntityYamlInput } from "../domain/draft";
import type { OrgContext } from "../trpc/init";
import { ENTITY_LIMITS, saveEntity } from "./save-entity";

/** Saves an entity that was written as YAML, as `saveEntity` does; findings tell the line. Throws `not_found`. */
export async function saveEntityYaml(ctx: OrgContext, groupId: string, { text, ...about }: SaveEntityYamlInput): Promise<EntitySaved> {
  const parsed = parseConfigDocument(text, ENTITY_LIMITS);
  if (!parsed.ok) return { ok: false, reason: "findings", findings: parsed.findings };
  const saved = await saveEntity(ctx, groupId, { ...about, fields: parsed.document });
  if (!("findings" in saved)) return saved;
  const withLine = (finding: DraftFinding): DraftFinding => ({ ...finding, ...(finding.field ? parsed.lineOf(finding.field) : {}) });
  return { ...saved, findings: saved.findings.map(withLine) };
}
