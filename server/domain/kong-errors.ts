/** One fault that Kong named, tied to its entity and field as far as Kong told. Null: Kong did not say. */
export interface KongError {
  entityType: string | null;
  entityName: string | null;
  entityId: string | null;
  field: string | null;
  message: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const textOrNull = (value: unknown): string | null => (typeof value === "string" ? value : null);

function fromFlattened(items: unknown[]): KongError[] {
  return items.filter(isRecord).flatMap((item) => {
    const errors = Array.isArray(item.errors) ? item.errors.filter(isRecord) : [];
    return errors.map((error) => ({
      entityType: textOrNull(item.entity_type),
      entityName: textOrNull(item.entity_name),
      entityId: textOrNull(item.entity_id),
      field: textOrNull(error.field),
      message: String(error.message ?? ""),
    }));
  });
}

/** Walks Kong's error tree: kind, then position or name, then the field path down to a message. */
function fromTree(value: unknown, path: string[]): KongError[] {
  if (typeof value === "string") {
    const [kind, entity, ...field] = path;
    // A fault of the document itself (an unknown key, say) has no entity: its path is the field.
    if (entity === undefined) return [{ entityType: null, entityName: null, entityId: null, field: kind ?? null, message: value }];
    return [{ entityType: kind ?? null, entityName: entity, entityId: null, field: field.join(".") || null, message: value }];
  }
  if (Array.isArray(value)) {
    if (path.at(-1) === "@entity") return value.flatMap((item) => fromTree(item, path.slice(0, -1)));
    // A list below one entity holds faults of the entity as a whole, such as a dangling reference.
    return value.flatMap((item, index) => fromTree(item, path.length === 2 ? path : [...path, String(index + 1)]));
  }
  return isRecord(value) ? Object.entries(value).flatMap(([key, child]) => fromTree(child, [...path, key])) : [];
}

/**
 * Reads what a node answered to `POST /config`, with or without `flatten_errors`. Lenient: text that is no JSON, or no
 * answer of Kong's, gives an empty list, and the exact text is shown beside. An empty `flattened_errors` is `{}` in Kong.
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
  return [...flattened, ...fromTree(parsed.fields ?? {}, [])];
}
