import type { DocumentPath } from "./finding";
import { endOfString } from "./json-locate";

/** A key that stands twice in one JSON object: its path and its second place in the text. */
export interface RepeatedKey {
  path: DocumentPath;
  offset: number;
}

interface Frame {
  keys: Set<string> | undefined;
  /** The member or position that the scan is at. */
  at: string | number;
}

/** The first repeated key in a text that is known to be valid JSON; JSON.parse would silently keep the last value. */
export function findRepeatedJsonKey(text: string): RepeatedKey | undefined {
  const stack: Frame[] = [];
  for (let offset = 0; offset < text.length; offset++) {
    const char = text[offset];
    const top = stack.at(-1);
    if (char === "{") stack.push({ keys: new Set(), at: "" });
    else if (char === "[") stack.push({ keys: undefined, at: 0 });
    else if (char === "}" || char === "]") stack.pop();
    else if (char === "," && top && typeof top.at === "number") top.at += 1;
    else if (char === '"') {
      const end = endOfString(text, offset);
      if (top?.keys && isKey(text, end)) {
        top.at = String(JSON.parse(text.slice(offset, end)));
        if (top.keys.has(top.at)) return { path: stack.map((frame) => frame.at), offset };
        top.keys.add(top.at);
      }
      offset = end - 1;
    }
  }
  return undefined;
}

function isKey(text: string, end: number): boolean {
  let at = end;
  while (at < text.length && /\s/.test(text[at] ?? "")) at += 1;
  return text[at] === ":";
}
