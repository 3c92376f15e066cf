import type { DocumentPath } from "./finding";

/** A member of the text's outermost object. */
interface Member {
  keyOffset: number;
  valueOffset: number;
  /** Where each item of a list begins; made when asked for. */
  items?: number[];
}

/**
 * Finds places in a text that is known to be valid JSON: where the key or the item at a path begins, or the nearest thing
 * around it. The outer two levels are looked up, so that many places in a large document cost one reading of it.
 */
export function createJsonLocator(text: string): (path: DocumentPath) => number {
  const root = skipBlanks(text, 0);
  let members: Map<string, Member> | undefined;
  return ([first, second, ...rest]) => {
    if (first === undefined) return root;
    members ??= membersOf(text, root);
    const member = members.get(String(first));
    if (!member) return root;
    if (second === undefined) return member.keyOffset;
    if (typeof second !== "number") return descend(text, member.valueOffset, [second, ...rest], member.keyOffset);
    member.items ??= itemsOf(text, member.valueOffset);
    const item = member.items[second];
    return item === undefined ? member.keyOffset : descend(text, item, rest, item);
  };
}

function descend(text: string, valueOffset: number, steps: DocumentPath, reached: number): number {
  let [value, nearest] = [valueOffset, reached];
  for (const step of steps) {
    const item = typeof step === "number" ? itemsOf(text, value)[step] : undefined;
    const member = typeof step === "string" ? membersOf(text, value).get(step) : undefined;
    const next = item ?? member?.valueOffset;
    if (next === undefined) return nearest;
    nearest = member?.keyOffset ?? next;
    value = next;
  }
  return nearest;
}

function membersOf(text: string, offset: number): Map<string, Member> {
  const found = new Map<string, Member>();
  if (text[offset] !== "{") return found;
  for (let at = skipBlanks(text, offset + 1); at < text.length && text[at] === '"';) {
    const end = endOfString(text, at);
    const valueOffset = skipBlanks(text, skipBlanks(text, end) + 1);
    found.set(String(JSON.parse(text.slice(at, end))), { keyOffset: at, valueOffset });
    at = afterComma(text, endOfValue(text, valueOffset));
  }
  return found;
}

function itemsOf(text: string, offset: number): number[] {
  const found: number[] = [];
  if (text[offset] !== "[") return found;
  for (let at = skipBlanks(text, offset + 1); at < text.length && text[at] !== "]";) {
    found.push(at);
    at = afterComma(text, endOfValue(text, at));
  }
  return found;
}

function afterComma(text: string, end: number): number {
  const at = skipBlanks(text, end);
  return text[at] === "," ? skipBlanks(text, at + 1) : at;
}

function skipBlanks(text: string, start: number): number {
  let at = start;
  while (text[at] === " " || text[at] === "\n" || text[at] === "\r" || text[at] === "\t") at += 1;
  return at;
}

/** Behind the closing quote of the string that begins here. */
export function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}

function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') {
      at = endOfString(text, at) - 1;
      if (depth === 0) return at + 1;
    } else if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") {
      if (depth === 0) return at;
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (depth === 0 && (character === "," || character === " " || character === "\n" || character === "\r" || character === "\t")) return at;
  }
  return text.length;
}
