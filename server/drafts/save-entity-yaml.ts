import { parseConfigDocument } from "../domain/config-document/parse";
import { MOST_ENTITY_BYTES } from "../domain/size-limits";
import type { DraftFinding, EntitySaved, SaveEntityYamlInput } from "../domain/draft";
import type { OrgContext } from "../trpc/init";
import { saveEntity } from "./save-entity";

/** An entity has few values; what has more is meant to keep us busy. */
const LIMITS = { maxBytes: MOST_ENTITY_BYTES, maxNodes: 50_000 };

/** Saves an entity that was written as YAML, as `saveEntity` does; findings tell the line. Throws `not_found`. */
export async function saveEntityYaml(ctx: OrgContext, groupId: string, { text, ...about }: SaveEntityYamlInput): Promise<EntitySaved> {
  const parsed = parseConfigDocument(text, LIMITS);
  if (!parsed.ok) return { ok: false, reason: "findings", findings: parsed.findings };
  const saved = await saveEntity(ctx, groupId, { ...about, fields: parsed.document });
  if (!("findings" in saved)) return saved;
  const withLine = (finding: DraftFinding): DraftFinding => ({ ...finding, ...(finding.field ? parsed.lineOf(finding.field) : {}) });
  return { ...saved, findings: saved.findings.map(withLine) };
}
