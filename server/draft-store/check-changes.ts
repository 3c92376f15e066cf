import { makeKongId } from "../kong-ids";
import { checkConfigDocument } from "../domain/config-document/check";
import { twinText } from "../domain/config-document/check-oddities";
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
import { twinsAmong } from "./twins";

const MOST_FINDINGS = 100;

const changedBy = (changes: readonly EntityChange[]): ConfigEntity[] =>
  changes.flatMap((change) => (change.after && ENTITY_KINDS.has(change.after.kind) ? [change.after] : []));

/** The changed entities with all that they are nested in or refer to: enough of the whole to judge them by. */
export function partOfChanges(changes: readonly EntityChange[], { entities: all, top }: Configuration): Configuration {
  const part = new Map<string, Map<string, ConfigEntity>>();
  const open = changedBy(changes);
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

/** How many entities of the kind have each of the values in the field. */
function tally(ofKind: Iterable<ConfigEntity>, field: string, values: Iterable<string>): Map<string, number> {
  const counts = new Map([...values].map((value) => [value, 0]));
  if (counts.size === 0) return counts;
  for (const entity of ofKind) {
    const value = claimOf(entity, field);
    const count = value === undefined ? undefined : counts.get(value);
    if (value !== undefined && count !== undefined) counts.set(value, count + 1);
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
      const ofKind = changed.filter((entity) => entity.kind === kind);
      const valueOf = (entity: ConfigEntity): string => claimOf(entity, field) ?? "";
      const counts = tally(after.entities.get(kind)?.values() ?? [], field, ofKind.map(valueOf).filter(Boolean));
      const repeated = ofKind.filter((entity) => (counts.get(valueOf(entity)) ?? 0) > 1);
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

/** Every finding of what `partOfChanges` gave: the work that grows with it. */
export const checkPart = (part: Configuration, surroundings: CheckSurroundings): Finding[] =>
  checkConfigDocument(writeDocument(part), makeKongId, surroundings);

/** What is to say about changes, given what `checkPart` found: of what they changed alone, and what they do to others of `after`. */
export function tellChanges(found: readonly Finding[], changes: readonly EntityChange[], after: Configuration): DraftFinding[] {
  const changed = changedBy(changes);
  const keys = new Set(changed.map(keyText));
  // A pair has no id in a document, and nothing refers to one: whichever is there was changed.
  const isOfChanged = ({ entity }: Finding): boolean =>
    keys.has(keyText({ kind: entity?.kind ?? "", id: entity?.id ?? "" })) || ENTITY_KINDS.get(entity?.kind ?? "")?.isPair === true;
  // Among all of the draft twins are told below, for whichever of them was changed.
  const isTwin = ({ entity, message }: Finding): boolean => message === twinText(entity?.kind ?? "").message;
  const ofFields = found.filter((each) => isOfChanged(each) && !isTwin(each));
  const gone = changes.flatMap((change) => (change.before && !change.after ? orphansOf(change.before, after) : []));
  return [...ofFields, ...repeatedAmong(changed, after), ...twinsAmong(changed, after), ...gone]
    .sort(errorsFirst)
    .slice(0, MOST_FINDINGS)
    .map((finding) => placed(finding, after));
}

/** What is to say about changed entities, in themselves and among the others of `after`, which the changes have made. Errors forbid the change. */
export const checkChanges = (changes: readonly EntityChange[], after: Configuration, surroundings: CheckSurroundings): DraftFinding[] =>
  tellChanges(checkPart(partOfChanges(changes, after), surroundings), changes, after);

/** What is to say about one entity of the configuration. */
export const checkInPlace = (entity: ConfigEntity, configuration: Configuration, surroundings: CheckSurroundings): DraftFinding[] =>
  checkChanges([{ after: entity }], configuration, surroundings);
