import { ENTITY_KINDS } from "../domain/config-document/entity-kinds";
import { type ConfigEntity, entityOf } from "../domain/configuration/configuration";
import { sameEntity } from "../domain/configuration/order-free";
import { restoreSecrets } from "../domain/configuration/secrets";
import type { DraftFinding, EntitySaved, SaveEntityInput } from "../domain/draft";
import { findValueFault } from "../domain/config-document/parse";
import { bytesText, MOST_ENTITY_BYTES } from "../domain/size-limits";
import { kindNoun } from "../domain/entity-list/kind-noun";
import { DomainError } from "../domain/errors";
import { authorOfBase, findConflicts } from "../draft-store/conflicts";
import type { DraftState } from "../draft-store/draft-state";
import { editedEntity } from "../draft-store/edited-entity";
import { type GroupSchemas, groupSchemas } from "../draft-store/group-schemas";
import { loadDraft } from "../draft-store/load-draft";
import { takeChanges } from "../draft-store/take-changes";
import { entityLabel } from "../domain/configuration/entity-label";
import type { OrgContext } from "../trpc/init";
import { stampOf } from "./stamp";

/** An entity has few values; what has more is meant to keep us busy. Its depth is that of a document, so that the draft can be read back from one. */
export const ENTITY_LIMITS = { maxBytes: MOST_ENTITY_BYTES, maxDepth: 64, maxNodes: 50_000 };

/** Why the fields are more than an entity may hold; undefined: they are not. Depth comes first, since writing recurses. */
function excessOf(fields: SaveEntityInput["fields"]): DraftFinding | undefined {
  const fault = findValueFault(fields, ENTITY_LIMITS);
  if (fault) return { severity: "error", message: fault.message, cure: fault.cure, path: [], field: [...fault.path] };
  if (JSON.stringify(fields).length <= MOST_ENTITY_BYTES) return undefined;
  return { severity: "error", message: `An entity has at most ${bytesText(MOST_ENTITY_BYTES)}.`, cure: "Take out what is not needed.", path: [] };
}

/** What lends a duplicate its secrets: never a value that must be unique, such as a credential's key. */
function lenderOf({ current }: DraftState, { kind, duplicateOf }: SaveEntityInput): ConfigEntity | undefined {
  const original = duplicateOf === undefined ? undefined : entityOf(current, { kind, id: duplicateOf });
  if (!original) return undefined;
  const unique = ENTITY_KINDS.get(kind)?.unique ?? [];
  return { ...original, fields: Object.fromEntries(Object.entries(original.fields).filter(([field]) => !unique.includes(field))) };
}

interface Prepared {
  entity: ConfigEntity;
  existing: ConfigEntity | undefined;
  findings: DraftFinding[];
}

function prepare(state: DraftState, input: SaveEntityInput, { schemas }: GroupSchemas): Prepared {
  const { kind, id, parent, fields } = input;
  const existing = id === undefined ? undefined : entityOf(state.current, { kind, id });
  const typed = editedEntity(state.current, { kind, fields, parent, existing });
  const { entity, faults } = restoreSecrets(typed, existing ?? lenderOf(state, input), schemas);
  const about = { kind, id: entity.id };
  const findings = faults.map(({ field, message, cure }): DraftFinding => ({ severity: "error", message, cure, path: [], field, entity: about }));
  return { entity, existing, findings };
}

/** Of who saw this very entity, nothing that happened meanwhile is in the way. */
function seenOf(ctx: OrgContext, state: DraftState, { id, kind, stamp, revision }: SaveEntityInput): number {
  const existing = id === undefined ? undefined : entityOf(state.current, { kind, id });
  return existing && stamp !== undefined && stamp === stampOf(ctx, existing) ? Math.max(revision, state.revision) : revision;
}

/** The entity is in the draft no more, and was perhaps when the form was filled. */
async function goneOf(ctx: OrgContext, state: DraftState, { kind, id = "", revision }: SaveEntityInput): Promise<EntitySaved> {
  if (revision >= state.startRevision) throw new DomainError("not_found", `There is no such ${kindNoun(kind)} in this draft.`);
  const conflict = { key: { kind, id }, label: kindNoun(kind), ...(await authorOfBase(ctx, state, revision)) };
  return { ok: false, reason: "conflict", revision: state.revision, conflicts: [conflict] };
}

/**
 * Saves an entity in the draft: a new one without an id, else the one of that id; an error under a field, or somebody else's
 * change since `revision`, saves nothing. Masked secrets stay as they are. Throws `not_found`.
 */
export async function saveEntity(ctx: OrgContext, groupId: string, input: SaveEntityInput): Promise<EntitySaved> {
  if (!ENTITY_KINDS.has(input.kind)) throw new DomainError("not_found", "There is no such kind of entity.");
  const excess = excessOf(input.fields);
  if (excess) return { ok: false, reason: "findings", findings: [excess] };
  const [state, group] = [await loadDraft(ctx, groupId), await groupSchemas(ctx, groupId)];
  const { schemas } = group;
  const seenRevision = seenOf(ctx, state, input);
  if (input.id !== undefined) {
    const conflicts = await findConflicts(ctx, state, { seenRevision, keys: [{ kind: input.kind, id: input.id }], schemas });
    if (conflicts.length > 0) return { ok: false, reason: "conflict", revision: state.revision, conflicts };
  }
  const { entity, existing, findings } = prepare(state, input, group);
  if (input.id !== undefined && !existing) return goneOf(ctx, state, input);
  if (existing && findings.length === 0 && sameEntity(existing, entity, schemas)) return { ok: true, revision: state.revision, findings: [], id: entity.id };
  const title = `${existing ? "Changed" : "Created"} ${kindNoun(entity.kind)} ${entityLabel(entity, state.current)}`;
  const change = { ...(existing ? { before: existing } : {}), after: entity };
  const saved = await takeChanges(ctx, state, { seenRevision, changes: [change], title, group }, findings);
  return saved.ok ? { ...saved, id: entity.id } : saved;
}
