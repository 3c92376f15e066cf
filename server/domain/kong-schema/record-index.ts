import type { EntityCheck, FieldSchema, NamedField, ShorthandField } from "./schema";

/** What holds fields: a record, or an entity. */
export interface FieldHolder {
  fields?: readonly NamedField[] | undefined;
  entity_checks?: readonly EntityCheck[] | undefined;
  shorthand_fields?: readonly ShorthandField[] | undefined;
}

interface RecordIndex {
  byName: ReadonlyMap<string, NamedField>;
  required: readonly NamedField[];
  /** The fields that have a default, or may hold something that has. */
  toFill: readonly NamedField[];
}

const indexes = new WeakMap<readonly NamedField[], RecordIndex>();
const NO_FIELDS: readonly NamedField[] = [];

/** The fields by name; made once for each list of fields, which must not change afterwards. */
export function indexOf(holder: FieldHolder): RecordIndex {
  const fields = holder.fields ?? NO_FIELDS;
  let index = indexes.get(fields);
  if (!index) {
    index = {
      byName: new Map(fields.map((field) => [field.name, field])),
      required: fields.filter((field) => field.required),
      toFill: fields.filter(needsFilling),
    };
    indexes.set(fields, index);
  }
  return index;
}

/** True where something absent in the field, or in what it holds, would be filled in or is told as deprecated. */
export function needsFilling(field: FieldSchema): boolean {
  if (field.default !== undefined || field.type === "record" || field.deprecation) return true;
  return (field.elements !== undefined && needsFilling(field.elements)) || (field.values !== undefined && needsFilling(field.values));
}

const paths = new Map<string, readonly string[]>();

/** The steps of a dotted path. */
export function stepsOf(path: string): readonly string[] {
  let steps = paths.get(path);
  if (!steps) paths.set(path, (steps = path.split(".")));
  return steps;
}

/** The schema of the field at the path, or undefined. */
export function schemaAt(holder: FieldHolder, path: readonly string[]): FieldSchema | undefined {
  let found: FieldSchema | undefined;
  let inside: FieldHolder | undefined = holder;
  for (const step of path) {
    found = inside && indexOf(inside).byName.get(step);
    inside = found;
  }
  return found;
}
