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
  return `${kind}:*:${parts.join(":")}`;
}
