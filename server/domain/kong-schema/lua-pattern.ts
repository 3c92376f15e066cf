/**
 * Lua 5.1 patterns, which Kong's schemas use: classes, sets, anchors, `*` `+` `-` `?`, `%b`, `%f`, captures and back
 * references. Texts are matched byte by byte, as Lua does. Source: the Lua 5.1 reference manual, section 5.4.1.
 */

/** One step of a pattern. `single` matches one byte of a set and may repeat. */
type Step =
  | { kind: "single"; set: Uint8Array; repeat: "" | "*" | "+" | "-" | "?" }
  | { kind: "open" }
  | { kind: "close" }
  | { kind: "position" }
  | { kind: "end" }
  | { kind: "balance"; left: number; right: number }
  | { kind: "frontier"; set: Uint8Array }
  | { kind: "back"; capture: number };

interface LuaPattern {
  isAnchored: boolean;
  steps: readonly Step[];
}

/** What one match may cost; a pattern that backtracks further is given up. */
const MOST_STEPS = 200_000;

/** What all matches of one check may cost: many times what the largest configuration that we take needs, and a fraction of a second. */
const MOST_STEPS_OF_CHECK = 10_000_000;

/** What is left for the matches of one check; each takes from it. */
export interface MatchBudget {
  steps: number;
}

/** A full budget, for a check that begins. */
export const matchBudget = (): MatchBudget => ({ steps: MOST_STEPS_OF_CHECK });

const isBetween = (byte: number, low: number, high: number): boolean => byte >= low && byte <= high;
const isDigit = (byte: number): boolean => isBetween(byte, 48, 57);
const isLower = (byte: number): boolean => isBetween(byte, 97, 122);
const isUpper = (byte: number): boolean => isBetween(byte, 65, 90);
const isAlnum = (byte: number): boolean => isDigit(byte) || isLower(byte) || isUpper(byte);

/** The classes of the C locale. */
const CLASSES: Readonly<Record<string, (byte: number) => boolean>> = {
  a: (byte) => isLower(byte) || isUpper(byte),
  c: (byte) => byte < 32 || byte === 127,
  d: isDigit,
  l: isLower,
  p: (byte) => isBetween(byte, 33, 126) && !isAlnum(byte),
  s: (byte) => byte === 32 || isBetween(byte, 9, 13),
  u: isUpper,
  w: isAlnum,
  x: (byte) => isDigit(byte) || isBetween(byte, 97, 102) || isBetween(byte, 65, 70),
  z: (byte) => byte === 0,
};

class MalformedPattern extends Error {}

function addClass(set: Uint8Array, letter: string): void {
  const test = Object.hasOwn(CLASSES, letter.toLowerCase()) ? CLASSES[letter.toLowerCase()] : undefined;
  if (!test) {
    set[letter.charCodeAt(0)] = 1;
    return;
  }
  const wanted = letter === letter.toLowerCase();
  for (let byte = 0; byte < 256; byte++) if (test(byte) === wanted) set[byte] = 1;
}

/** Reads `[…]` that begins at `from`; gives the set and where it ends. */
function readSet(pattern: string, from: number): { set: Uint8Array; next: number } {
  const set = new Uint8Array(256);
  let at = from + 1;
  const isNegated = pattern[at] === "^";
  if (isNegated) at += 1;
  // A bracket that comes first is a member.
  for (let isFirst = true; isFirst || pattern[at] !== "]"; isFirst = false) {
    const char = pattern[at];
    if (char === undefined) throw new MalformedPattern("missing ]");
    if (char === "%") {
      const letter = pattern[at + 1];
      if (letter === undefined) throw new MalformedPattern("ends with %");
      addClass(set, letter);
      at += 2;
    } else if (pattern[at + 1] === "-" && pattern[at + 2] !== undefined && pattern[at + 2] !== "]") {
      for (let byte = char.charCodeAt(0); byte <= pattern.charCodeAt(at + 2); byte++) set[byte] = 1;
      at += 3;
    } else {
      set[char.charCodeAt(0)] = 1;
      at += 1;
    }
  }
  if (isNegated) for (let byte = 0; byte < 256; byte++) set[byte] = set[byte] ? 0 : 1;
  return { set, next: at + 1 };
}

function readSingle(pattern: string, at: number): { set: Uint8Array; next: number } {
  const char = pattern[at] ?? "";
  if (char === "[") return readSet(pattern, at);
  const set = new Uint8Array(256);
  if (char === ".") return { set: set.fill(1), next: at + 1 };
  if (char !== "%") {
    set[char.charCodeAt(0)] = 1;
    return { set, next: at + 1 };
  }
  const letter = pattern[at + 1];
  if (letter === undefined) throw new MalformedPattern("ends with %");
  addClass(set, letter);
  return { set, next: at + 2 };
}

/** Reads what is no single-byte matcher at `at`, if anything. */
function readSpecial(pattern: string, at: number): { step: Step; next: number } | undefined {
  const char = pattern[at];
  if (char === "(") return pattern[at + 1] === ")" ? { step: { kind: "position" }, next: at + 2 } : { step: { kind: "open" }, next: at + 1 };
  if (char === ")") return { step: { kind: "close" }, next: at + 1 };
  if (char === "$" && at === pattern.length - 1) return { step: { kind: "end" }, next: at + 1 };
  if (char !== "%") return undefined;
  const letter = pattern[at + 1];
  if (letter === "b") {
    if (at + 3 >= pattern.length) throw new MalformedPattern("unbalanced %b");
    return { step: { kind: "balance", left: pattern.charCodeAt(at + 2), right: pattern.charCodeAt(at + 3) }, next: at + 4 };
  }
  if (letter === "f") {
    if (pattern[at + 2] !== "[") throw new MalformedPattern("missing [ after %f");
    const { set, next } = readSet(pattern, at + 2);
    return { step: { kind: "frontier", set }, next };
  }
  if (letter !== undefined && letter >= "0" && letter <= "9") return { step: { kind: "back", capture: Number(letter) - 1 }, next: at + 2 };
  return undefined;
}

function parsePattern(text: string): LuaPattern {
  const pattern = toBytes(text);
  const isAnchored = pattern.startsWith("^");
  const steps: Step[] = [];
  for (let at = isAnchored ? 1 : 0; at < pattern.length;) {
    const special = readSpecial(pattern, at);
    if (special) {
      steps.push(special.step);
      at = special.next;
      continue;
    }
    const { set, next } = readSingle(pattern, at);
    const sign = pattern[next];
    const repeat = sign === "*" || sign === "+" || sign === "-" || sign === "?" ? sign : "";
    steps.push({ kind: "single", set, repeat });
    at = next + repeat.length;
  }
  return { isAnchored, steps };
}

// oxlint-disable-next-line no-control-regex -- safe because the range is that of ASCII, of which the control characters are part.
const ASCII_ONLY = /^[\x00-\x7f]*$/;

/** The text with one character for each byte of its UTF-8. */
function toBytes(text: string): string {
  if (ASCII_ONLY.test(text)) return text;
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join("");
}

/** One match of one text; holds the captures and counts the steps. */
class Attempt {
  spent = 0;
  private readonly captures: { from: number; to: number }[] = [];

  constructor(
    private readonly steps: readonly Step[],
    private readonly text: string,
    private readonly most: number,
  ) {}

  /** Where the match that begins at `at` ends, or -1. */
  run(index: number, at: number): number {
    for (;;) {
      if (++this.spent > this.most) throw new MalformedPattern("too costly");
      const step = this.steps[index];
      if (!step) return this.finished(at);
      if (step.kind === "single" && step.repeat !== "") return this.repeated(step.set, step.repeat, index, at);
      if (step.kind === "open" || step.kind === "close" || step.kind === "position") return this.captured(step.kind, index, at);
      const next = step.kind === "single" ? (this.fits(step.set, at) ? at + 1 : -1) : this.plain(step, at);
      if (next < 0) return -1;
      index += 1;
      at = next;
    }
  }

  private finished(at: number): number {
    if (this.captures.some((capture) => capture.to === -1)) throw new MalformedPattern("unfinished capture");
    return at;
  }

  private fits(set: Uint8Array, at: number): boolean {
    return at < this.text.length && set[this.text.charCodeAt(at)] === 1;
  }

  private plain(step: Extract<Step, { kind: "end" | "balance" | "frontier" | "back" }>, at: number): number {
    if (step.kind === "balance") return this.balanced(step.left, step.right, at);
    if (step.kind === "back") return this.repeatedCapture(step.capture, at);
    if (step.kind !== "frontier") return at === this.text.length ? at : -1;
    const before = at === 0 ? 0 : this.text.charCodeAt(at - 1);
    const here = at < this.text.length ? this.text.charCodeAt(at) : 0;
    return step.set[before] !== 1 && step.set[here] === 1 ? at : -1;
  }

  private repeated(set: Uint8Array, repeat: "*" | "+" | "-" | "?", index: number, at: number): number {
    if (repeat === "-") {
      for (let end = at; ; end++) {
        const found = this.run(index + 1, end);
        if (found >= 0 || !this.fits(set, end)) return found;
      }
    }
    const most = repeat === "?" ? 1 : this.text.length - at;
    let count = 0;
    while (count < most && this.fits(set, at + count)) count += 1;
    this.spent += count;
    for (const least = repeat === "+" ? 1 : 0; count >= least; count--) {
      const found = this.run(index + 1, at + count);
      if (found >= 0) return found;
    }
    return -1;
  }

  private captured(kind: "open" | "close" | "position", index: number, at: number): number {
    if (kind === "close") {
      const open = this.captures.findLast((each) => each.to === -1);
      if (!open) throw new MalformedPattern("unopened )");
      open.to = at;
      const found = this.run(index + 1, at);
      if (found < 0) open.to = -1;
      return found;
    }
    this.captures.push({ from: at, to: kind === "position" ? at : -1 });
    const found = this.run(index + 1, at);
    if (found < 0) this.captures.pop();
    return found;
  }

  private balanced(left: number, right: number, at: number): number {
    if (this.text.charCodeAt(at) !== left) return -1;
    let depth = 1;
    for (let end = at + 1; end < this.text.length; end++) {
      this.spent += 1;
      const byte = this.text.charCodeAt(end);
      if (byte === right) depth -= 1;
      else if (byte === left) depth += 1;
      if (depth === 0) return end + 1;
    }
    return -1;
  }

  private repeatedCapture(capture: number, at: number): number {
    const known = this.captures[capture];
    if (!known || known.to < 0) throw new MalformedPattern("no such capture");
    const again = this.text.slice(known.from, known.to);
    this.spent += again.length;
    return this.text.startsWith(again, at) ? at + again.length : -1;
  }
}

const parsed = new Map<string, LuaPattern | null>();

function patternOf(text: string): LuaPattern | null {
  let pattern = parsed.get(text);
  if (pattern === undefined) {
    try {
      pattern = parsePattern(text);
    } catch {
      pattern = null;
    }
    parsed.set(text, pattern);
  }
  return pattern;
}

/** True where Lua's `text:match(pattern)` finds something. Undefined: the pattern is malformed, or the match costs more than is left to tell. Never throws. */
export function matchesLua(pattern: string, text: string, budget: MatchBudget = matchBudget()): boolean | undefined {
  const known = patternOf(pattern);
  if (!known || budget.steps <= 0) return undefined;
  const bytes = toBytes(text);
  const attempt = new Attempt(known.steps, bytes, Math.min(MOST_STEPS, budget.steps));
  try {
    const last = known.isAnchored ? 0 : bytes.length;
    for (let start = 0; start <= last; start++) if (attempt.run(0, start) >= 0) return true;
    return false;
  } catch {
    return undefined;
  } finally {
    budget.steps -= attempt.spent;
  }
}
