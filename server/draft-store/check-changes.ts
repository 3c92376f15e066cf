import { makeKongId } from "../kong-ids";
import { checkConfigDocument } from "../domain/config-document/check";
import { ENTITY_KINDS } from "../domain/config-document/entity-kinds";
import { textField } from "../domain/config-document/entity-walk";
import { errorsFirst, type Finding } from "../domain/config-document/finding";
import { type ConfigEntity, type Configuration, entityOf, type EntityChange } from "../domain/configuration/configuration";
import { entityLabel } from "../domain/configuration/entity-label";
import { referencesOf } from "../domain/configuration/references";
import { keyText, writeDocument } from "../domain/configuration/write-document";
import type { DraftFinding } from "../domain/draft";
import { kindNoun } from "../domain/entity-list/kind-noun";
import type { CheckSurroundings } from "../domain/kong-schema/check-entity";
import { dependentsIn } from "./draft-state";

const MOST_FINDINGS = 100;

/** The entities with all that they are nested in or refer to: enough of the whole to judge them by. */
function surroundingsOf(entities: readonly ConfigEntity[], { entities: all, top }: Configuration): Configuration {
  const part = new Map<string, Map<string, ConfigEntity>>();
  const open = [...entities];
  for (let next = open.pop(); next; next = open.pop()) {
    const ofKind = part.get(next.kind) ?? new Map<string, ConfigEntity>();
    if (ofKind.has(next.id)) continue;
    part.set(next.kind, ofKind.set(next.id, next));
    for (const { to } of referencesOf(next)) {
      const target = all.get(to.kind)?.get(to.id);
      if (target) open.push(target);
    }
  }
  return { entities: part, top };
}

/** Where in its entity a finding is: past the kinds and positions that lead to it. */
function fieldOf({ path, field, entity }: Finding): (string | number)[] | undefined {
  if (field !== undefined || !entity) return field;
  let at = 0;
  while (typeof path[at] === "string" && ENTITY_KINDS.has(String(path[at])) && typeof path[at + 1] === "number") at += 2;
  return path.slice(at);
}

/** What an entity goes by in a field that no two may share; of a pair, what it binds together. */
const claimOf = (entity: ConfigEntity, field: string): string | undefined =>
  ENTITY_KINDS.get(entity.kind)?.isPair
    ? referencesOf(entity)
        .map(({ to }) => keyText(to))
        .sort()
        .join(" ")
    : textField(entity.fields, field);

/** By value: how many entities of the kind have it in the field. */
function tally(ofKind: Iterable<ConfigEntity>, field: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const entity of ofKind) {
    const value = claimOf(entity, field);
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

function claimedFields(kind: string): readonly string[] {
  const rules = ENTITY_KINDS.get(kind);
  return (rules?.isPair ? rules.cacheKey?.slice(-1) : rules?.unique) ?? [];
}

function repeatedAmong(changed: readonly ConfigEntity[], after: Configuration): DraftFinding[] {
  return [...new Set(changed.map(({ kind }) => kind))].flatMap((kind) =>
    claimedFields(kind).flatMap((field) => {
      const counts = tally(after.entities.get(kind)?.values() ?? [], field);
      const repeated = changed.filter((entity) => entity.kind === kind && (counts.get(claimOf(entity, field) ?? "") ?? 0) > 1);
      return repeated.map(({ id }): DraftFinding => {
        const message = `Another ${kindNoun(kind)} has the same ${field}.`;
        return { severity: "error", message, cure: `Choose another: ${field} must be unique.`, path: [], field: [field], entity: { kind, id } };
      });
    }),
  );
}

/** What lost its target: those that refer to an entity that the changes delete. */
function orphansOf(deleted: ConfigEntity, after: Configuration): DraftFinding[] {
  return dependentsIn(after)
    .of(deleted)
    .map(({ entity, reference }) => ({
      severity: "error",
      message: `It refers to the ${kindNoun(deleted.kind)} ${entityLabel(deleted, after)}, which would be gone.`,
      cure: "Delete or change it first.",
      path: [],
      field: [reference.field],
      entity: {
        kind: entity.kind,
        id: entity.id,
      },
    }));
}

/** A finding with its place in its entity, beside that in the text. */
export function withField(finding: Finding): DraftFinding {
  const field = fieldOf(finding);
  return field ? { ...finding, field } : finding;
}

/** A finding as the draft's pages show it: by entity and field, since there is no text to point into. */
export function placed(finding: Finding, configuration: Configuration): DraftFinding {
  const { kind = "", id = "" } = finding.entity ?? {};
  const entity = entityOf(configuration, { kind, id });
  const field = fieldOf(finding);
  return { ...finding, path: [], ...(field ? { field } : {}), ...(entity ? { entity: { kind, id, name: entityLabel(entity, configuration) } } : {}) };
}

/** What is to say about changed entities, in themselves and among the others of `after`, which the changes have made. Errors forbid the change. */
export function checkChanges(changes: readonly EntityChange[], after: Configuration, surroundings: CheckSurroundings): DraftFinding[] {
  const changed = changes.flatMap((change) => (change.after && ENTITY_KINDS.has(change.after.kind) ? [change.after] : []));
  const keys = new Set(changed.map(keyText));
  // A pair has no id in a document, and nothing refers to one: whichever is there was changed.
  const isOfChanged = ({ entity }: Finding): boolean =>
    keys.has(keyText({ kind: entity?.kind ?? "", id: entity?.id ?? "" })) || ENTITY_KINDS.get(entity?.kind ?? "")?.isPair === true;
  const ofFields = checkConfigDocument(writeDocument(surroundingsOf(changed, after)), makeKongId, surroundings).filter(isOfChanged);
  const gone = changes.flatMap((change) => (change.before && !change.after ? orphansOf(change.before, after) : []));
  const found = [...ofFields, ...repeatedAmong(changed, after), ...gone];
  return found
    .sort(errorsFirst)
    .slice(0, MOST_FINDINGS)
    .map((finding) => placed(finding, after));
}

/** What is to say about one entity of the configuration. */
export const checkInPlace = (entity: ConfigEntity, configuration: Configuration, surroundings: CheckSurroundings): DraftFinding[] =>
  checkChanges([{ after: entity }], configuration, surroundings);
