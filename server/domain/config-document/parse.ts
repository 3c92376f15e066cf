/**
 * Reads a document written by a stranger, YAML 1.2 (core schema, with merge keys) or JSON. Bounded in bytes, depth and
 * values (aliases counted as often as they are used), and never hands on a key that could reach a prototype.
 */
import { LineCounter, parseDocument, type Document } from "yaml";
import { expandedSize } from "./expanded-size";
import { isMap, type DocumentPath, type Finding } from "./finding";
import { createJsonLocator } from "./json-locate";
import { findRepeatedJsonKey } from "./json-scan";
import { readPlainYaml } from "./plain-yaml";
import { findExcess, type Excess } from "./pre-scan";
import { bytesText, MOST_DOCUMENT_BYTES } from "../size-limits";
import { createPlaceFinder, type TextPlace } from "./text-place";
import { findTreeFault, locateInTree, type TreeFault } from "./yaml-tree";

export type { Finding } from "./finding";
export type { TextPlace } from "./text-place";

/** The bounds of a document. */
export interface ParseLimits {
  maxBytes: number;
  maxDepth: number;
  /** Maps, lists and scalars together, after aliases are expanded. */
  maxNodes: number;
}

/** The bounds that hold unless others are given: the largest configuration that we promise to take, dumped by decK with every default, holds 830,000 values. */
const DEFAULT_PARSE_LIMITS: ParseLimits = { maxBytes: MOST_DOCUMENT_BYTES, maxDepth: 64, maxNodes: 900_000 };

/** A document, or why the text holds none. `lineOf` is undefined for a path that has no place in the text. */
export type ParseResult =
  { ok: true; document: Record<string, unknown>; lineOf: (path: DocumentPath) => TextPlace | undefined } | { ok: false; findings: Finding[] };

/** The size with aliases written out is known and bounded by then. */
const NO_LIMIT = -1;
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);
/** The library takes some microseconds for each: more would hold the reader up for longer than anybody waits. */
const MAX_LIBRARY_SIGNS = 400_000;

/** The document that the text holds; never throws. */
export function parseConfigDocument(text: string, limits: Partial<ParseLimits> = {}): ParseResult {
  const bounds = { ...DEFAULT_PARSE_LIMITS, ...limits };
  if (text.length > bounds.maxBytes || new TextEncoder().encode(text).length > bounds.maxBytes) {
    return refuse(`The document is larger than ${bytesText(bounds.maxBytes)}.`, "Split it, or take out what is not needed.");
  }
  const source = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const excess = findExcess(source, bounds);
  if (excess) return refuse(...excessText(excess.kind, bounds), [], createPlaceFinder(source)(excess.offset));
  const fast = source.trimStart().startsWith("{") ? parseJson(source) : undefined;
  if (fast) return finishJson(source, fast.value, bounds);
  const plain = readPlainYaml(source);
  return plain ? finish(plain, bounds, locateLater(source)) : parseYaml(source, bounds);
}

function parseJson(source: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(source) };
  } catch {
    return undefined;
  }
}

function finishJson(source: string, value: unknown, bounds: ParseLimits): ParseResult {
  const placeOf = createPlaceFinder(source);
  const repeated = findRepeatedJsonKey(source);
  if (repeated) return refuse(...faultText("repeated_key", repeated.path), repeated.path, placeOf(repeated.offset));
  const locate = createJsonLocator(source);
  return finish(value, bounds, (path) => placeOf(locate(path)));
}

/** Places in a text that was read without the library, which is asked once a place is wanted; of a text that it would take too long for, none is known. */
function locateLater(source: string): (path: DocumentPath) => TextPlace | undefined {
  let tree: { document: Document; counter: LineCounter } | null | undefined;
  return (path) => {
    if (tree === undefined) tree = countSigns(source) > MAX_LIBRARY_SIGNS ? null : (composeQuietly(source) ?? null);
    return tree ? locateInTree(tree.document, tree.counter, path) : undefined;
  };
}

function composeQuietly(source: string): { document: Document; counter: LineCounter } | undefined {
  const counter = new LineCounter();
  try {
    const document = parseDocument(source, { lineCounter: counter, uniqueKeys: false, merge: true, logLevel: "error", prettyErrors: false });
    return { document, counter };
  } catch {
    // The YAML library recurses, so hostile nesting exhausts the stack.
    return undefined;
  }
}

/** Lines, commas and opening brackets, and pairs of quotes: each value of a large text has one. */
function countSigns(source: string): number {
  let count = 0;
  for (let at = 0; at < source.length; at++) {
    const sign = source.charCodeAt(at);
    if (sign === 10 || sign === 44 || sign === 91 || sign === 123) count += 1;
    else if (sign === 34 || sign === 39) count += 0.5;
  }
  return count;
}

function parseYaml(source: string, bounds: ParseLimits): ParseResult {
  if (countSigns(source) > MAX_LIBRARY_SIGNS) return refuse("The document holds more values than can be read in time.", "Split it, or give it in JSON.");
  const tree = composeQuietly(source);
  const fault = tree && (tree.document.errors[0] ?? tree.document.warnings[0]);
  // The library recurses: it throws where nesting exhausts the stack, or takes that for a fault of the text.
  if (!tree || fault?.message.startsWith("Maximum call stack")) {
    return refuse(...excessText("too_deep", bounds));
  }
  const { document, counter } = tree;
  if (fault) {
    const { line, col } = counter.linePos(fault.pos[0]);
    const isSecond = fault.code === "MULTIPLE_DOCS";
    const message = isSecond ? "The text holds more than one document." : `This is not valid YAML or JSON: ${sentenceOf(fault.message)}`;
    return refuse(message, isSecond ? "Keep one, and take out the --- between them." : "Correct the line, or look at the one before it.", [], {
      line,
      column: col,
    });
  }
  const treeFault = findTreeFault(document.contents, bounds.maxDepth);
  if (treeFault) return refuse(...faultText(treeFault.kind, treeFault.path), treeFault.path, createPlaceFinder(source)(treeFault.offset));
  if (expandedSize(document.contents) > bounds.maxNodes) return refuse(...excessText("too_many", bounds));
  const lineOf = (path: DocumentPath): TextPlace | undefined => locateInTree(document, counter, path);
  try {
    return finish(document.toJS({ maxAliasCount: NO_LIMIT }), bounds, lineOf);
  } catch {
    return refuse("The document's anchors and aliases cannot be expanded.", "Write the repeated parts out.");
  }
}

function finish(value: unknown, bounds: ParseLimits, lineOf: (path: DocumentPath) => TextPlace | undefined): ParseResult {
  if (!isMap(value)) return refuse("The document must be a map at its top.", 'Begin with _format_version: "3.0".');
  const fault = findValueFault(value, bounds);
  if (fault) return refuse(fault.message, fault.cure, fault.path, lineOf(fault.path));
  return { ok: true, document: value, lineOf };
}

/** The first thing in a value that no document may hold, be it read from a text or not; undefined: there is none. Never throws. */
export function findValueFault(root: unknown, bounds: Omit<ParseLimits, "maxBytes">): { message: string; cure: string; path: DocumentPath } | undefined {
  const open: { value: unknown; path: DocumentPath }[] = [{ value: root, path: [] }];
  let count = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, path } = next;
    count += 1;
    if (count + open.length > bounds.maxNodes) {
      const [message, cure] = excessText("too_many", bounds);
      return { message, cure, path: [] };
    }
    if (path.length > bounds.maxDepth) return { message: `The document nests deeper than ${bounds.maxDepth} levels.`, cure: "Flatten it.", path };
    if (typeof value === "number" && !Number.isFinite(value)) {
      return { message: "A number must be finite.", cure: "Write an ordinary number, or put the text in quotes.", path };
    }
    if (typeof value === "bigint" || value instanceof Date) return { message: "This value has no JSON form.", cure: "Put it in quotes.", path };
    if (Array.isArray(value)) value.forEach((item: unknown, index) => open.push({ value: item, path: [...path, index] }));
    else if (isMap(value)) {
      for (const key of Object.keys(value)) {
        if (FORBIDDEN_KEYS.has(key)) return { message: `"${key}" is not allowed as a key.`, cure: "Rename or remove it.", path: [...path, key] };
        open.push({ value: value[key], path: [...path, key] });
      }
    }
  }
  return undefined;
}

function faultText(kind: TreeFault["kind"], path: DocumentPath): [message: string, cure: string] {
  if (kind === "repeated_key") return [`The key "${String(path.at(-1)).slice(0, 80)}" stands twice in one map.`, "Merge the two, or remove one."];
  if (kind === "odd_key") return ["A key must be a plain text.", "Put the key in quotes."];
  return ["The document nests too deeply.", "Flatten it."];
}

function excessText(kind: Excess["kind"], { maxDepth, maxNodes }: Omit<ParseLimits, "maxBytes">): [message: string, cure: string] {
  if (kind === "too_deep") return [`The document nests deeper than ${maxDepth} levels.`, "Check the brackets and the indentation."];
  return [`The document holds more than ${maxNodes} values.`, "Split it; aliases count as often as they are used."];
}

/** The first line, with a full stop. */
function sentenceOf(message: string): string {
  return `${(message.split("\n")[0] ?? message).slice(0, 300).replace(/[.:]$/, "")}.`;
}

function refuse(message: string, cure: string, path: DocumentPath = [], place?: TextPlace): ParseResult {
  return { ok: false, findings: [{ severity: "error", message, cure, path: [...path], ...place }] };
}
