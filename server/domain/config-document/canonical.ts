/**
 * The canonical form: the bytes that are hashed, stored and served. One document has one form, whatever its syntax, key
 * order or entity order. Nesting stays as the author wrote it, since Kong checks nested entities less strictly than flat
 * ones: flattening could turn an accepted document into a refused one. Every entity gets an id in place: Kong's own
 * deterministic one, else one derived from its content, so that counters and caches survive a reload.
 */
import { compareBytewise, stringifySorted } from "./canonical-json";
import { kongKeyText, type IdMaker } from "./entity-ids";
import { ENTITY_KINDS, type EntityKind } from "./entity-kinds";
import { locateEntities, textField, type LocatedEntity } from "./entity-walk";
import { isEmptyList, isMap } from "./finding";

/** A document as runtimes get it. */
export interface CanonicalConfig {
  /** The text to serve, as UTF-8. */
  json: string;
  entityCount: number;
  /** Nested entities count under their own kind; kinds without entities are absent. */
  countsByKind: Record<string, number>;
}

/** The number of entities of each kind, nested ones included. */
export function countEntities(document: Record<string, unknown>): { entityCount: number; countsByKind: Record<string, number> } {
  const countsByKind: Record<string, number> = {};
  const located = locateEntities(document);
  for (const { kind } of located) countsByKind[kind] = (countsByKind[kind] ?? 0) + 1;
  return { entityCount: located.length, countsByKind };
}

/** The canonical form of a document that passed `checkConfigDocument`; the input is left untouched. */
export function canonicalizeConfig(document: Record<string, unknown>, makeId: IdMaker): CanonicalConfig {
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(document)) {
    const rules = ENTITY_KINDS.get(key);
    if (rules && Array.isArray(value) && value.length > 0) result[key] = canonicalList(key, rules, value, makeId);
    else if (rules ? !isEmptyList(value) : !isRemark(key)) result[key] = value;
  }
  return { json: stringifySorted(result), ...countEntities(document) };
}

/** True for the keys that say nothing to Kong. */
function isRemark(key: string): boolean {
  return key === "_comment" || key === "_ignore";
}

function canonicalList(kind: string, rules: EntityKind, list: unknown[], makeId: IdMaker, parent?: LocatedEntity["parent"]): unknown[] {
  const seen = new Map<string, number>();
  const rows = list.map((entity) => ({ entity, text: orderFreeText(kind, entity) })).sort((a, b) => compareBytewise(a.text, b.text));
  const done = rows.map(({ entity }) => {
    if (!isMap(entity)) return { id: "", value: entity };
    const located: LocatedEntity = { kind, rules, entity, path: [], ...(parent ? { parent } : {}) };
    const value = canonicalEntity(located, makeId, seen);
    return { id: textField(value, "id") ?? "", value };
  });
  return done
    .map((row) => ({ ...row, text: stringifySorted(row.value) }))
    .sort((a, b) => compareBytewise(a.id, b.id) || compareBytewise(a.text, b.text))
    .map((row) => row.value);
}

function canonicalEntity(located: LocatedEntity, makeId: IdMaker, seen: Map<string, number>): Record<string, unknown> {
  const { kind, rules, entity } = located;
  const withId = { ...entity };
  if (rules.takesId && textField(entity, "id") === undefined) {
    const parentId = located.parent && textField(located.parent.located.entity, "id");
    const key = kongKeyText(located, parentId) ?? ownKeyText(located, parentId, seen);
    withId["id"] = makeId(kind, key);
  }
  const self: LocatedEntity = { ...located, entity: withId };
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(withId)) {
    const field = Object.hasOwn(rules.nests, key) ? rules.nests[key] : undefined;
    const childRules = ENTITY_KINDS.get(key);
    if (isRemark(key)) continue;
    result[key] = field !== undefined && childRules && Array.isArray(value) ? canonicalList(key, childRules, value, makeId, { located: self, field }) : value;
  }
  return result;
}

/** Where Kong would draw a random id: the unique key if there is one, else the entity's own fields and how often they occurred before. */
function ownKeyText(located: LocatedEntity, parentId: string | undefined, seen: Map<string, number>): string {
  const { kind, rules, entity } = located;
  const uniqueKey = textField(entity, rules.nameKey);
  if (uniqueKey !== undefined && rules.unique.includes(rules.nameKey ?? "")) return `signalbox:key:${uniqueKey}`;
  const ownFields = Object.entries(entity).filter(([key]) => !Object.hasOwn(rules.nests, key) && !isRemark(key) && key !== "id");
  const content = `${kind}:${parentId ?? ""}:${stringifySorted(Object.fromEntries(ownFields))}`;
  const occurrence = seen.get(content) ?? 0;
  seen.set(content, occurrence + 1);
  return `signalbox:${content}:${occurrence}`;
}

/** A text that is equal for two entities exactly when they differ in nothing but order and remarks. */
function orderFreeText(kind: string, entity: unknown): string {
  const rules = ENTITY_KINDS.get(kind);
  if (!isMap(entity) || !rules) return stringifySorted(entity);
  const members = Object.keys(entity)
    .filter((key) => !isRemark(key))
    .sort(compareBytewise)
    .map((key) => {
      const value = entity[key];
      const isNested = Object.hasOwn(rules.nests, key) && Array.isArray(value);
      const text = isNested
        ? `[${value
            .map((child: unknown) => orderFreeText(key, child))
            .sort(compareBytewise)
            .join(",")}]`
        : stringifySorted(value);
      return `${JSON.stringify(key)}:${text}`;
    });
  return `{${members.join(",")}}`;
}
