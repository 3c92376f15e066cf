/**
 * Says whether a pattern certainly does not compile, for the two engines that Kong compiles patterns with. It reads the
 * pattern once, from left to right, and never runs it, so no pattern is slow here. Where it cannot tell (recursion,
 * conditions, verbs, the x flag) it is silent. Sources: pcre2pattern(3), the documentation of the `regex` crate.
 */
import { BeyondUs, fail, FaultFound, take, takeCharacter, takeMatch, type RegexDialect, type RegexFault, type RegexReader } from "./regex-reader";
import { readClass } from "./regex-class";
import { readEscape } from "./regex-escape";
import { readGroupStart } from "./regex-group";

export type { RegexDialect, RegexFault } from "./regex-reader";

/** What is known of a pattern that has no certain fault, or of the part of it that was read. */
export interface RegexReport {
  fault?: RegexFault;
  /** How many characters and classes it has once its repetitions are written out: what bounds the size of the compiled form. */
  size: number;
  /** `a*+` and the like, which PCRE and the router understand differently. */
  hasPossessive: boolean;
}

/** Beyond this the router's engine exceeds its limit of ten megabytes, whatever the parts are. */
const MOST_SIZE = 1_000_000;
const MAX_DEPTH = 250;
const MOST_REPEATS = 65_535;
const QUANTIFIER = /\{\s*(?:\d+\s*(?:,\s*\d*\s*)?|,\s*\d+\s*)\}/y;

/** One open group: the size of what stands in it, and of its last item, which a quantifier multiplies. */
interface Level {
  size: number;
  last: number;
}

interface Walk {
  reader: RegexReader;
  levels: Level[];
  names: Set<string>;
  captures: number;
  references: { group: number; at: number }[];
  /** True where a quantifier may follow. */
  isRepeatable: boolean;
  hasPossessive: boolean;
}

/** What can be told of the pattern without compiling it. */
export function examineRegex(text: string, dialect: RegexDialect): RegexReport {
  const walk: Walk = {
    reader: { text, dialect, at: 0 },
    levels: [{ size: 0, last: 0 }],
    names: new Set(),
    captures: 0,
    references: [],
    isRepeatable: false,
    hasPossessive: false,
  };
  try {
    walkPattern(walk);
    return report(walk);
  } catch (error) {
    if (error instanceof FaultFound) return { ...report(walk), fault: { message: error.message, offset: error.offset } };
    if (error instanceof BeyondUs) return report(walk);
    throw error;
  }
}

const report = ({ levels, hasPossessive }: Walk): RegexReport => ({ size: levels[0]?.size ?? 0, hasPossessive });

function walkPattern(walk: Walk): void {
  const { reader, levels } = walk;
  while (reader.at < reader.text.length) readPiece(walk);
  if (levels.length > 1) fail("a group lacks its closing parenthesis", reader.text.length);
  const dangling = walk.references.find(({ group }) => group > walk.captures);
  if (dangling) fail(`\\${dangling.group} refers to a group that is not there`, dangling.at);
  const size = levels[0]?.size ?? 0;
  if (reader.dialect === "rust" && size > MOST_SIZE) fail("the repetitions make it larger than the router allows", 0);
}

function readPiece(walk: Walk): void {
  const { reader } = walk;
  const at = reader.at;
  if (reader.text[at] === "{" && readCounted(walk, at)) return;
  const character = takeCharacter(reader);
  if (character === "\\") readEscapePiece(walk, at);
  else if (character === "[") {
    readClass(reader);
    addItem(walk);
  } else if (character === "(") openGroup(walk);
  else if (character === ")") closeGroup(walk, at);
  else if (character === "|") walk.isRepeatable = false;
  else if (character === "*" || character === "+" || character === "?") repeat(walk, at, 1);
  else if (character === "^" || character === "$") addAssertion(walk);
  else if (character === "{" && reader.dialect === "rust") fail("a brace must be escaped as \\{, unless it holds a count", at);
  else addItem(walk);
}

function readEscapePiece(walk: Walk, at: number): void {
  const { reader } = walk;
  if (reader.dialect === "pcre" && take(reader, "Q")) {
    const end = reader.text.indexOf("\\E", reader.at);
    reader.at = end < 0 ? reader.text.length : end + 2;
    return addItem(walk);
  }
  if (reader.dialect === "pcre" && take(reader, "E")) return;
  const escaped = readEscape(reader, false);
  if (escaped.kind === "reference") walk.references.push({ group: escaped.group, at });
  if (escaped.kind === "assertion") addAssertion(walk);
  else addItem(walk);
}

function addItem(walk: Walk): void {
  const level = walk.levels.at(-1);
  if (!level) return;
  level.size += 1;
  level.last = 1;
  walk.isRepeatable = true;
}

/** The router may repeat what has no width, PCRE may not. */
function addAssertion(walk: Walk): void {
  addItem(walk);
  walk.isRepeatable = walk.reader.dialect === "rust";
}

function openGroup(walk: Walk): void {
  const opened = readGroupStart(walk.reader, walk.names);
  walk.isRepeatable = false;
  if (opened === "nothing") return;
  if (opened === "capture") walk.captures += 1;
  walk.levels.push({ size: 0, last: 0 });
  if (walk.levels.length > MAX_DEPTH) fail("the pattern nests too deeply", walk.reader.at);
}

function closeGroup(walk: Walk, at: number): void {
  const inner = walk.levels.length > 1 ? walk.levels.pop() : undefined;
  const outer = walk.levels.at(-1);
  if (!inner || !outer) return fail("a closing parenthesis has no opening one; write \\) for the character", at);
  outer.last = inner.size + 1;
  outer.size += outer.last;
  walk.isRepeatable = true;
}

function readCounted(walk: Walk, at: number): boolean {
  const found = takeMatch(walk.reader, QUANTIFIER);
  if (found === undefined) return false;
  const [least = "", most] = found
    .slice(1, -1)
    .split(",")
    .map((count) => count.trim());
  if (walk.reader.dialect === "pcre" && Math.max(Number(least), Number(most ?? 0)) > MOST_REPEATS) fail(`a count may not exceed ${MOST_REPEATS}`, at);
  if (most && Number(least) > Number(most)) fail("the counts of a repetition run backwards", at);
  repeat(walk, at, Math.max(1, Number(most ?? 0), Number(least)));
  return true;
}

function repeat(walk: Walk, at: number, times: number): void {
  const { reader } = walk;
  if (!walk.isRepeatable) fail("a quantifier has nothing to repeat", at);
  const level = walk.levels.at(-1);
  if (level) {
    level.size += level.last * (times - 1);
    level.last *= times;
  }
  if (reader.text[reader.at] === "+") walk.hasPossessive = true;
  if (take(reader, "?")) return afterQuantifier(walk);
  if (reader.dialect === "pcre") take(reader, "+");
  afterQuantifier(walk);
}

function afterQuantifier(walk: Walk): void {
  // The router's engine takes a further quantifier for a repetition of the repetition.
  walk.isRepeatable = walk.reader.dialect === "rust";
}
