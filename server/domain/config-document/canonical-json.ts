import { isMap } from "./finding";

/** Orders texts as their UTF-8 bytes do (UTF-16 order differs beyond the basic plane). */
export function compareBytewise(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const a = left.charCodeAt(at);
    const b = right.charCodeAt(at);
    if (a === b) continue;
    const isSurrogateA = a >= 0xd800 && a <= 0xdfff;
    const isSurrogateB = b >= 0xd800 && b <= 0xdfff;
    return isSurrogateA === isSurrogateB ? a - b : isSurrogateA ? 1 : -1;
  }
  return left.length - right.length;
}

/** JSON without blanks whose keys stand in byte order at every depth; lists keep their order; undefined members vanish. */
export function stringifySorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stringifySorted).join(",")}]`;
  if (!isMap(value)) return JSON.stringify(value ?? null);
  const members = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort(compareBytewise)
    .map((key) => `${JSON.stringify(key)}:${stringifySorted(value[key])}`);
  return `{${members.join(",")}}`;
}
