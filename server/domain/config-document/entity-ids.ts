import { textField, type LocatedEntity } from "./entity-walk";
import { isMap } from "./finding";

/** Gives the id of an entity type for a key text; equal arguments give equal ids. */
export type IdMaker = (entityType: string, key: string) => string;

/** The text that a reference holds: the string itself, or the `id` of `{id}`; undefined: it is no reference. */
export function referenceText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return isMap(value) ? textField(value, "id") : undefined;
}

/**
 * The key text from which Kong makes the id of an entity that has none; undefined where Kong would draw a random id.
 * A reference takes part as the author wrote it (a name stays a name), a parent with its id: so the nested and the flat
 * form of one entity have different ids. Verified against Kong 3.9.3.
 */
export function kongKeyText(located: LocatedEntity, parentId: string | undefined): string | undefined {
  const { kind, rules, entity, parent } = located;
  if (rules.hasRandomId) return undefined;
  if (!rules.cacheKey) return textField(entity, rules.nameKey);
  const parts: string[] = [];
  for (const field of rules.cacheKey) {
    const foreign = rules.foreign[field];
    const value = parent?.field === field ? parentId : foreign ? referenceText(entity[field]) : textField(entity, field);
    if (value === undefined && (foreign?.isRequired ?? true)) return undefined;
    parts.push(value ?? "");
  }
  const more = rules.enterpriseKey === undefined ? undefined : parent?.field === rules.enterpriseKey ? parentId : referenceText(entity[rules.enterpriseKey]);
  return `${kind}:*:${parts.join(":")}${more === undefined ? "" : `:${more}`}`;
}

/** By kind, then by name: the id of the first that has it. */
export type IdsByName = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** The ids by which names are meant. */
export function idsByName(located: readonly LocatedEntity[], ids: ReadonlyMap<LocatedEntity, string>): IdsByName {
  const byName = new Map<string, Map<string, string>>();
  for (const each of located) {
    const name = textField(each.entity, each.rules.nameKey);
    const id = ids.get(each);
    if (name === undefined || id === undefined) continue;
    const ofKind = byName.get(each.kind) ?? new Map<string, string>();
    byName.set(each.kind, ofKind);
    if (!ofKind.has(name)) ofKind.set(name, id);
  }
  return byName;
}

/**
 * Gives every pair its id, once all else has one: made of the ids of what it refers to, so that it is one however it is written. One that
 * lacks a reference goes by its place.
 */
export function identifyPairs(located: readonly LocatedEntity[], ids: Map<LocatedEntity, string>, makeId: IdMaker): void {
  const pairs = located.filter(({ rules }) => rules.isPair);
  if (pairs.length === 0) return;
  const byName = idsByName(located, ids);
  for (const each of pairs) {
    const { kind, rules, entity, parent, path } = each;
    const parts = (rules.cacheKey ?? []).map((field) => {
      if (parent?.field === field) return ids.get(parent.located);
      const text = referenceText(entity[field]);
      return text === undefined ? undefined : (byName.get(rules.foreign[field]?.to ?? "")?.get(text) ?? text);
    });
    ids.set(each, makeId(kind, parts.includes(undefined) ? path.join("/") : `${kind}:*:${parts.join(":")}`));
  }
}
