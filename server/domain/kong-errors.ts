import { ENTITY_KINDS } from "./config-document/entity-kinds";

/** One fault that Kong named, tied to its entity and field as far as Kong told. Null: Kong did not say. */
export interface KongError {
  /** In the singular, as Kong's flattened errors have it. All three null: a fault of the document itself. */
  entityType: string | null;
  entityName: string | null;
  entityId: string | null;
  /** Where the entity stands in the document, from 0; absent where Kong told its name or id instead. */
  path?: (string | number)[];
  /** Dots between its parts, lists counted from 1; null: the entity as a whole. */
  field: string | null;
  message: string;
}

type Who = Omit<KongError, "field" | "message">;

const DOCUMENT: Who = { entityType: null, entityName: null, entityId: null };
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const textOrNull = (value: unknown): string | null => (typeof value === "string" ? value : null);
const singularOf = (kind: string): string => kind.replace(/s$/, "");

/** Kong tells `name` alone; other kinds are known by another field, of which those that are secrets are passed over. */
function nameOf(item: Record<string, unknown>): string | null {
  const entity = isRecord(item.entity) ? item.entity : {};
  return [item.entity_name, entity.username, entity.target, entity.prefix].map(textOrNull).find((name) => name !== null) ?? null;
}

function fromFlattened(items: unknown[]): KongError[] {
  return items.filter(isRecord).flatMap((item) => {
    const who: Who = { entityType: textOrNull(item.entity_type), entityName: nameOf(item), entityId: textOrNull(item.entity_id) };
    const errors = Array.isArray(item.errors) ? item.errors.filter(isRecord) : [];
    return errors.map((error) => ({ ...who, field: textOrNull(error.field), message: String(error.message ?? "") }));
  });
}

/** The messages below a field, down to any depth; `@entity` holds those of the record that it is in. */
function ofField(value: unknown, who: Who, field: string[]): KongError[] {
  if (typeof value === "string") return [{ ...who, field: field.join(".") || null, message: value }];
  if (Array.isArray(value)) return value.flatMap((child: unknown, index) => ofField(child, who, [...field, String(index + 1)]));
  return isRecord(value)
    ? Object.entries(value).flatMap(([key, child]) => (key === "@entity" ? ofWhole(child, who, field) : ofField(child, who, [...field, key])))
    : [];
}

const ofWhole = (value: unknown, who: Who, field: string[] = []): KongError[] =>
  (Array.isArray(value) ? value : [value]).flatMap((child: unknown) => ofField(child, who, field));

/** One entity: a text or a list is of the whole, such as a dangling reference; the kinds it nests are entities again. */
function ofEntity(kind: string, tree: unknown, who: Who): KongError[] {
  if (!isRecord(tree)) return ofWhole(tree, who);
  const nests = ENTITY_KINDS.get(kind)?.nests ?? {};
  return Object.entries(tree).flatMap(([key, child]) => {
    const isNested = Object.hasOwn(nests, key) && Array.isArray(child);
    return isNested ? ofKind(key, child, [...(who.path ?? []), key]) : ofField({ [key]: child }, who, []);
  });
}

/** The entities of one kind: a list by position, or a record by name, or by id where the kind has no name. */
function ofKind(kind: string, tree: unknown, path: (string | number)[]): KongError[] {
  const who: Who = { ...DOCUMENT, entityType: singularOf(kind) };
  if (Array.isArray(tree)) return tree.flatMap((child: unknown, index) => (child === null ? [] : ofEntity(kind, child, { ...who, path: [...path, index] })));
  if (!isRecord(tree)) return ofField(tree, DOCUMENT, [kind]);
  return Object.entries(tree).flatMap(([key, child]) => ofEntity(kind, child, { ...who, ...(UUID.test(key) ? { entityId: key } : { entityName: key }) }));
}

/** Kong's error tree, which mirrors the document. */
const fromTree = (tree: Record<string, unknown>): KongError[] =>
  Object.entries(tree).flatMap(([key, child]) => (ENTITY_KINDS.has(key) ? ofKind(key, child, [key]) : ofField({ [key]: child }, DOCUMENT, [])));

/**
 * Reads what a node answered to `POST /config`, with or without `flatten_errors`. Lenient: text that is no JSON, or no
 * answer of Kong's, gives an empty list, and the exact text is shown beside. An empty `flattened_errors` is `{}` in Kong.
 * An answer that names no fault, such as that of a node without room for the config, gives its message.
 */
export function parseKongErrors(body: string): KongError[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return [];
  }
  if (!isRecord(parsed)) return [];
  const flattened = Array.isArray(parsed.flattened_errors) ? fromFlattened(parsed.flattened_errors) : [];
  const errors = [...flattened, ...(isRecord(parsed.fields) ? fromTree(parsed.fields) : [])];
  const message = textOrNull(parsed.message);
  return errors.length === 0 && message !== null ? [{ ...DOCUMENT, field: null, message }] : errors;
}
