/**
 * JSON values as Kong's Lua sees them: `[]` and `{}` are one empty table, null is a value of its own and absence is another.
 */

/** True for a map: an object that is neither null nor a list. */
const isMap = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

const NO_ITEMS: readonly unknown[] = [];
const NO_MEMBERS: Readonly<Record<string, unknown>> = {};

/** True for a map without members, which Kong cannot tell from an empty list. */
const isHollow = (value: Record<string, unknown>): boolean => {
  for (const _ in value) return false;
  return true;
};

/** The list that the value is to Kong, or undefined. */
export function asList(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  return isMap(value) && isHollow(value) ? NO_ITEMS : undefined;
}

/** The map that the value is to Kong, or undefined; a list with items is a map of numbers there, which no schema takes. */
export function asMap(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (isMap(value)) return value;
  return Array.isArray(value) && value.length === 0 ? NO_MEMBERS : undefined;
}

/** False for null, absence, the empty text, the empty list and the empty map; the number 0 and false are something. */
export function isNonEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return false;
  if (Array.isArray(value)) return value.length > 0;
  return isMap(value) ? !isHollow(value) : true;
}

/** The value at the dotted path; undefined where something on the way is null, absent or no map. */
export function fieldAt(holder: unknown, path: readonly string[]): unknown {
  let value = holder;
  for (const key of path) {
    if (!isMap(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}

/** The number of bytes of the text in UTF-8. */
export function byteLength(text: string): number {
  let length = text.length;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80) continue;
    // A surrogate is half of a character of four bytes.
    length += code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 1 : 2;
  }
  return length;
}
