import { isMap } from "./config-document/finding";
import type { KongError } from "./kong-errors";

/** The fields by which kinds without a name are known. */
const NAME_FIELDS = ["name", "username", "custom_id", "target", "prefix", "group", "key", "kid"];

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** The entity at a path, or undefined. */
function atPath(document: unknown, path: readonly (string | number)[]): Record<string, unknown> | undefined {
  let value = document;
  for (const part of path) {
    if (Array.isArray(value) && typeof part === "number") value = value[part];
    else if (isMap(value) && typeof part === "string" && Object.hasOwn(value, part)) value = value[part];
    else return undefined;
  }
  return isMap(value) ? value : undefined;
}

/** The only entity of the kind that goes by the name: of several, none is the right one. */
function byName(document: Record<string, unknown>, kind: string, name: string): Record<string, unknown> | undefined {
  const all: unknown = Object.hasOwn(document, kind) ? document[kind] : undefined;
  const found = (Array.isArray(all) ? all : []).filter(isMap).filter((entity) => NAME_FIELDS.some((field) => entity[field] === name));
  return found.length === 1 ? found[0] : undefined;
}

/**
 * The errors with the id and name of their entity, as far as the document that Kong refused tells them: what Kong told by
 * place or by name alone can then be opened in a form. What Kong told itself stays.
 */
export function locateErrors(document: unknown, errors: readonly KongError[]): KongError[] {
  if (!isMap(document)) return [...errors];
  return errors.map((error) => {
    if (error.entityId !== null || error.entityType === null) return error;
    const named = error.entityName === null ? undefined : byName(document, `${error.entityType}s`, error.entityName);
    const entity = error.path ? atPath(document, error.path) : named;
    if (!entity) return error;
    const name = error.entityName ?? textOf(entity.name) ?? textOf(entity.username) ?? null;
    return { ...error, entityId: textOf(entity.id) ?? null, entityName: name };
  });
}
