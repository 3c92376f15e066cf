import { makeKongId } from "../kong-ids";
import { parseConfigDocument } from "../domain/config-document/parse";
import { checkConfigDocument } from "../domain/config-document/check";
import { diffConfigurations } from "../domain/configuration/diff-configurations";
import { readDocument } from "../domain/configuration/read-document";
import { maskDocument, restoreDocument } from "../domain/configuration/secrets";
import { writeYaml } from "../domain/config-document/write-yaml";
import type { DraftFinding, DraftSaved } from "../domain/draft";
import { NAMED_CHECKS } from "../domain/kong-schema/named-checks";
import { contentAt } from "../draft-store/draft-state";
import { groupSchemas } from "../draft-store/group-schemas";
import { loadDraft } from "../draft-store/load-draft";
import { takeChanges } from "../draft-store/take-changes";
import type { OrgContext } from "../trpc/init";
import { unseenOf } from "./discard";

/** Each place in the text costs a search. */
const MOST_FINDINGS = 100;

/** The whole draft as YAML, its secrets masked. Throws `not_found`. */
export async function getYaml(ctx: OrgContext, groupId: string): Promise<{ text: string; revision: number }> {
  const [state, { schemas }] = [await loadDraft(ctx, groupId), await groupSchemas(ctx, groupId)];
  return { text: writeYaml(maskDocument(state.current, schemas)), revision: state.revision };
}

/**
 * Takes the whole draft as YAML: what it changes against the draft as its author saw it, merged by entity with what others did
 * since. An error saves nothing. Throws `not_found`.
 */
export async function saveYaml(ctx: OrgContext, groupId: string, { text, revision }: { text: string; revision: number }): Promise<DraftSaved> {
  const [state, group] = [await loadDraft(ctx, groupId), await groupSchemas(ctx, groupId)];
  const seen = contentAt(state, revision);
  if (!seen) return unseenOf(ctx, state, revision, group);
  const parsed = parseConfigDocument(text);
  if (!parsed.ok) return { ok: false, reason: "findings", findings: parsed.findings };
  const { document, findings: masks } = restoreDocument(parsed.document, seen, makeKongId, group.schemas);
  const found = [...masks, ...checkConfigDocument(document, makeKongId, { schemas: group.schemas, named: NAMED_CHECKS, now: ctx.deps.now() })];
  const errors = found.filter(({ severity }) => severity === "error").slice(0, MOST_FINDINGS);
  if (errors.length > 0) return { ok: false, reason: "findings", findings: errors.map((each): DraftFinding => ({ ...each, ...parsed.lineOf(each.path) })) };
  const changes = diffConfigurations(seen, readDocument(document, makeKongId), group.schemas);
  return takeChanges(ctx, state, { seenRevision: revision, changes, title: "Edited the configuration as YAML", schemas: group.schemas });
}
