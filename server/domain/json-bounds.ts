/**
 * How much structure a body of JSON may have. What carries a configuration carries it as a text, which costs a parser next to
 * nothing; brackets, commas and colons outside texts are what makes it slow, and these no honest body has many of.
 */

/** The deepest that a body nests: an entity's 64 levels, and the maps that it comes in. */
const MOST_DEPTH = 72;

/** Brackets, commas and colons outside texts: an entity has at most 50,000 values, at up to five of these each. */
const MOST_MARKS = 250_000;

const QUOTE = 34;
const BACKSLASH = 92;
const COMMA = 44;
const COLON = 58;
/** `[` and `{`, `]` and `}`, with the bit set in which the two differ. */
const OPEN = 0x7b;
const CLOSE = 0x7d;
const EITHER = 0x20;

/** Where the text that begins before `at` ends: behind its last quote. */
function textEnd(bytes: Uint8Array, at: number): number {
  const end = bytes.length;
  while (at < end) {
    const byte = bytes[at];
    if (byte === QUOTE) return at + 1;
    at += byte === BACKSLASH ? 2 : 1;
  }
  return end;
}

/** Why these bytes of JSON would cost a parser too much, in words; undefined: they do not. One pass; whether they are JSON is the parser's to say. */
export function jsonBoundsFault(bytes: Uint8Array): string | undefined {
  let depth = 0;
  let marks = 0;
  for (let at = 0; at < bytes.length;) {
    const byte = bytes[at] ?? 0;
    at += 1;
    if (byte === QUOTE) {
      at = textEnd(bytes, at);
      continue;
    }
    const bracket = byte > 0x5a ? byte | EITHER : 0;
    if (bracket === OPEN) depth += 1;
    else if (bracket === CLOSE) depth -= 1;
    else if (byte !== COMMA && byte !== COLON) continue;
    if (depth > MOST_DEPTH) return `The body nests deeper than ${MOST_DEPTH} levels.`;
    if (++marks > MOST_MARKS) return "The body has more values than can be read in time: send a configuration as a text.";
  }
  return undefined;
}
