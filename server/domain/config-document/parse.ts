/**
 * Reads a document written by a stranger, YAML 1.2 (core schema, with merge keys) or JSON. Bounded in bytes, depth and
 * values (aliases counted as often as they are used), and never hands on a key that could reach a prototype.
 */
import { composeYaml, type YamlFault } from "./compose-yaml";
import { expandedSize } from "./expanded-size";
import { isMap, type DocumentPath, type Finding } from "./finding";
import { createJsonLocator } from "./json-locate";
import { findRepeatedJsonKey } from "./json-scan";
import { readPlainYaml } from "./plain-yaml";
import { findExcess, type Excess } from "./pre-scan";
import { bytesText, MOST_DOCUMENT_BYTES } from "../size-limits";
import { createPlaceFinder, type TextPlace } from "./text-place";
import { treeValue } from "./tree-value";
import { findTreeFault, locateInTree, type TreeFault } from "./yaml-tree";

export type { Finding } from "./finding";
export type { TextPlace } from "./text-place";

/** The bounds of a document. */
export interface ParseLimits {
  maxBytes: number;
  maxDepth: number;
  /** Maps, lists and scalars together, after aliases are expanded. */
  maxNodes: number;
  /** Of one map, as it is written. */
  maxKeys: number;
}

/** The bounds that hold unless others are given: the largest configuration that we promise to take, dumped by decK with every default, holds 830,000 values. */
const DEFAULT_PARSE_LIMITS: ParseLimits = { maxBytes: MOST_DOCUMENT_BYTES, maxDepth: 64, maxNodes: 900_000, maxKeys: 50_000 };

/** A document, or why the text holds none. `lineOf` is undefined for a path that has no place in the text. */
export type ParseResult =
  { ok: true; document: Record<string, unknown>; lineOf: (path: DocumentPath) => TextPlace | undefined } | { ok: false; findings: Finding[] };

const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);
/** The library takes some microseconds for each: more would hold the reader up for longer than anybody waits. */
const MAX_LIBRARY_SIGNS = 400_000;

const BEGINNING = 'Begin with _format_version: "3.0".';

/** The document that the text holds; never throws. */
export function parseConfigDocument(text: string, limits: Partial<ParseLimits> = {}): ParseResult {
  const bounds = { ...DEFAULT_PARSE_LIMITS, ...limits };
  if (text.length > bounds.maxBytes || new TextEncoder().encode(text).length > bounds.maxBytes) {
    return refuse(`The document is larger than ${bytesText(bounds.maxBytes)}.`, "Split it, or take out what is not needed.");
  }
  if (text.includes("\0")) return refuse("This is no text.", "Give YAML or JSON; unpack what is compressed.");
  const source = text.startsWith("\uFEFF") ? text.slice(1) : text;
  // Blanks, and lines that only begin a document.
  if (!/[^\s-]|(?<!-)--?(?!-)|----/.test(source)) return refuse("The document is empty.", BEGINNING);
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
  const locate = createJsonLocator(source);
  const finished = finish(value, bounds, (path) => placeOf(locate(path)));
  const repeated = finished.ok ? findRepeatedJsonKey(source) : undefined;
  return repeated ? refuse(...faultText("repeated_key", repeated.path), repeated.path, placeOf(repeated.offset)) : finished;
}

/** Places in a text that was read without the library, which is asked once a place is wanted; of a text that it would take too long for, none is known. */
function locateLater(source: string): (path: DocumentPath) => TextPlace | undefined {
  let tree: ReturnType<typeof composeYaml> | undefined;
  return (path) => {
    tree ??= countSigns(source) > MAX_LIBRARY_SIGNS ? { excess: "too_many" } : composeYaml(source);
    return "document" in tree ? locateInTree(tree.document, tree.counter, path) : undefined;
  };
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
  if (countSigns(source) > MAX_LIBRARY_SIGNS) return tooSlow();
  const tree = composeYaml(source);
  if ("excess" in tree) return tree.excess === "too_many" ? tooSlow() : refuse(...excessText("too_deep", bounds));
  if ("fault" in tree) return refuseFault(tree.fault, createPlaceFinder(source)(tree.fault.offset));
  const { document, counter } = tree;
  const treeFault = findTreeFault(document.contents, bounds.maxDepth);
  if (treeFault) return refuse(...faultText(treeFault.kind, treeFault.path), treeFault.path, createPlaceFinder(source)(treeFault.offset));
  const size = expandedSize(document.contents);
  if (typeof size !== "number") {
    const message = `The alias *${size.alias.slice(0, 80)} has no anchor before it.`;
    return refuse(message, "Correct the name, or write the part out.", [], createPlaceFinder(source)(size.offset));
  }
  if (size > bounds.maxNodes) return refuse(...excessText("too_many", bounds));
  const lineOf = (path: DocumentPath): TextPlace | undefined => locateInTree(document, counter, path);
  try {
    return finish(treeValue(document.contents), bounds, lineOf);
  } catch {
    return refuse("The document's anchors and aliases cannot be expanded.", "Write the repeated parts out; a merge key (<<) takes maps only.");
  }
}

function tooSlow(): ParseResult {
  return refuse("The document holds more values than can be read in time.", "Split it, or give it in JSON.");
}

function refuseFault({ code, message }: YamlFault, place: TextPlace): ParseResult {
  if (code === "MULTIPLE_DOCS") return refuse("The text holds more than one document.", "Keep one, and take out the --- between them.", [], place);
  return refuse(`This is not valid YAML or JSON: ${sentenceOf(message)}`, "Correct the line, or look at the one before it.", [], place);
}

function finish(value: unknown, bounds: ParseLimits, lineOf: (path: DocumentPath) => TextPlace | undefined): ParseResult {
  if (!isMap(value)) return refuse("The document must be a map at its top.", BEGINNING);
  const fault = findValueFault(value, bounds);
  if (fault) return refuse(fault.message, fault.cure, fault.path, lineOf(fault.path));
  return { ok: true, document: value, lineOf };
}

interface ValueFault {
  message: string;
  cure: string;
  path: DocumentPath;
}

/** The first thing in a value that no document may hold, be it read from a text or not; undefined: there is none. Never throws. */
export function findValueFault(root: unknown, bounds: Pick<ParseLimits, "maxDepth" | "maxNodes">): ValueFault | undefined {
  // Changed in place, so that a sound value costs no memory.
  const path: (string | number)[] = [];
  let count = 0;
  const fault = (message: string, cure: string): ValueFault => ({ message, cure, path: [...path] });

  function visitMember(key: string | number, value: unknown): ValueFault | undefined {
    path.push(key);
    const found = visit(value);
    path.pop();
    return found;
  }

  function visitMap(map: Record<string, unknown>): ValueFault | undefined {
    for (const key of Object.keys(map)) {
      const found = FORBIDDEN_KEYS.has(key)
        ? { message: `"${key}" is not allowed as a key.`, cure: "Rename or remove it.", path: [...path, key] }
        : visitMember(key, map[key]);
      if (found) return found;
    }
    return undefined;
  }

  function visit(value: unknown): ValueFault | undefined {
    count += 1;
    if (count > bounds.maxNodes) {
      const [message, cure] = excessText("too_many", bounds);
      return { message, cure, path: [] };
    }
    if (path.length > bounds.maxDepth) return fault(`The document nests deeper than ${bounds.maxDepth} levels.`, "Flatten it.");
    if (typeof value === "number" && !Number.isFinite(value)) return fault("A number must be finite.", "Write an ordinary number, or put the text in quotes.");
    if (typeof value === "bigint" || value instanceof Date || value instanceof Uint8Array) return fault("This value has no JSON form.", "Put it in quotes.");
    if (!Array.isArray(value)) return isMap(value) ? visitMap(value) : undefined;
    for (let at = 0; at < value.length; at++) {
      const found = visitMember(at, value[at]);
      if (found) return found;
    }
    return undefined;
  }

  return visit(root);
}

function faultText(kind: TreeFault["kind"], path: DocumentPath): [message: string, cure: string] {
  if (kind === "repeated_key") return [`The key "${String(path.at(-1)).slice(0, 80)}" stands twice in one map.`, "Merge the two, or remove one."];
  if (kind === "odd_key") return ["A key must be a plain text.", "Put the key in quotes."];
  return ["The document nests too deeply.", "Flatten it."];
}

function excessText(
  kind: Excess["kind"],
  { maxDepth, maxNodes, maxKeys = 0 }: Partial<Pick<ParseLimits, "maxKeys">> & Pick<ParseLimits, "maxDepth" | "maxNodes">,
): [message: string, cure: string] {
  if (kind === "too_many_keys") return [`A map holds more than ${maxKeys} keys.`, "Check the indentation: no map of a configuration has so many."];
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
