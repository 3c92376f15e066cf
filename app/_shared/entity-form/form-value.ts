import { isMap } from "@/server/domain/config-document/finding";

/** A place in an entity's fields. */
export type FieldPath = readonly (string | number)[];

/** An entity's fields as they are typed: explicit values only, so that what is absent is left to Kong's default. */
export type Fields = Readonly<Record<string, unknown>>;

export const pathKey = (path: FieldPath): string => JSON.stringify(path);

/** True where `path` is `above` or lies below it. */
export const isWithin = (path: FieldPath, above: FieldPath): boolean => above.every((step, index) => path[index] === step);

/** The fields with one of them set; undefined takes it away. */
export function withMember(fields: Fields, name: string, value: unknown): Fields {
  const rest = Object.entries(fields).filter(([each]) => each !== name);
  if (value === undefined) return Object.fromEntries(rest);
  return Object.hasOwn(fields, name) ? { ...fields, [name]: value } : Object.fromEntries([...rest, [name, value]]);
}

export const valueAt = (value: unknown, path: FieldPath): unknown =>
  path.reduce<unknown>((at, step) => {
    if (Array.isArray(at)) return at[Number(step)];
    return isMap(at) && Object.hasOwn(at, step) ? at[step] : undefined;
  }, value);

/** The fields with the value at a place set; maps on the way are made, and taken away where they are left empty. */
export function withValueAt(fields: Fields, [first, ...rest]: FieldPath, value: unknown): Fields {
  if (first === undefined) return fields;
  const name = String(first);
  if (rest.length === 0) return withMember(fields, name, value);
  const inner = fields[name];
  const next = withValueAt(isMap(inner) ? inner : {}, rest, value);
  return withMember(fields, name, Object.keys(next).length === 0 && value === undefined ? undefined : next);
}

/** What is typed where a number belongs: the number, nothing, or the text itself where it is none, so that it can be told. */
export function numberOf(text: string): number | string | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  const number = Number(trimmed);
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed) && Number.isFinite(number) ? number : trimmed;
}

/** A value in a line of text; "" for none. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** The path that `pathKey` wrote. */
export function fieldPathOf(key: string): FieldPath {
  const path: unknown = JSON.parse(key);
  return Array.isArray(path) ? path.filter((step) => typeof step === "string" || typeof step === "number") : [];
}
