/** What a document certainly has too much of. */
export interface Excess {
  kind: "too_deep" | "too_many" | "too_many_keys";
  offset: number;
}

/** The most that a document may have; keys of one map. */
interface Most {
  maxDepth: number;
  maxNodes: number;
  maxKeys: number;
}

interface Scan extends Readonly<Most> {
  readonly text: string;
  at: number;
  lineStart: number;
  /** The columns of the open keys and dashes, outermost first. */
  columns: number[];
  /** Of each of these: how many keys its map has so far. */
  keys: number[];
  /** The open flow collections, outermost first: of a map its commas; of a list, nothing that ever is too much. */
  flow: number[];
  nodes: number;
  excess: Excess["kind"] | undefined;
}

const isBlank = (character: string | undefined): boolean => character === " " || character === "\t";
const isEnd = (character: string | undefined): boolean => character === undefined || character === "\n" || character === "\r";

/**
 * Finds what is too deep or too much before a YAML parser, which is a hundred times slower, has a chance to suffer from
 * it. It counts rather too little than too much, and takes one look at each character; JSON is YAML to it.
 */
export function findExcess(text: string, { maxDepth, maxNodes, maxKeys }: Most): Excess | undefined {
  const scan: Scan = { text, maxDepth, maxNodes, maxKeys, at: 0, lineStart: 0, columns: [], keys: [], flow: [], nodes: 0, excess: undefined };
  while (scan.at < text.length && !scan.excess) {
    if (scan.flow.length > 0) scanFlow(scan);
    else scanToken(scan);
  }
  return scan.excess && { kind: scan.excess, offset: Math.min(scan.at, text.length) };
}

function addNode(scan: Scan): void {
  scan.nodes += 1;
  if (scan.nodes > scan.maxNodes) scan.excess = "too_many";
}

function open(scan: Scan, column: number, isKey: boolean): void {
  let keys = isKey ? 1 : 0;
  for (let last = scan.columns.at(-1) ?? -1; last >= column; last = scan.columns.at(-1) ?? -1) {
    scan.columns.pop();
    const siblings = scan.keys.pop() ?? 0;
    if (last === column) keys += siblings;
  }
  scan.columns.push(column);
  scan.keys.push(keys);
  if (keys > scan.maxKeys) scan.excess = "too_many_keys";
  if (scan.columns.length > scan.maxDepth + 1) scan.excess = "too_deep";
}

function newLine(scan: Scan): void {
  scan.at += 1;
  scan.lineStart = scan.at;
}

function skipLine(scan: Scan): void {
  const end = scan.text.indexOf("\n", scan.at);
  scan.at = end < 0 ? scan.text.length : end;
}

/** Reads what begins here outside of flow collections. */
function scanToken(scan: Scan): void {
  const { text } = scan;
  const character = text[scan.at];
  const column = scan.at - scan.lineStart;
  const next = text[scan.at + 1];
  if (character === "\n") newLine(scan);
  else if (isBlank(character) || character === "\r") scan.at += 1;
  else if (character === "#") skipLine(scan);
  else if ((character === "-" || character === "?" || character === ":") && (isBlank(next) || isEnd(next))) {
    if (character === "-") addNode(scan);
    open(scan, column, false);
    scan.at += 1;
  } else if (character === "[" || character === "{") {
    openFlow(scan, character);
    scan.at += 1;
  } else if (character === "&" || character === "!" || character === "*") skipWord(scan);
  else if (character === "|" || character === ">") skipBlockScalar(scan);
  else scanScalar(scan, column);
}

function skipWord(scan: Scan): void {
  while (!isBlank(scan.text[scan.at]) && !isEnd(scan.text[scan.at])) scan.at += 1;
}

/** Lines that are blank or stand further in than the key or dash that holds the text. */
function skipBlockScalar(scan: Scan): void {
  const parent = scan.columns.at(-1) ?? -1;
  for (skipLine(scan); scan.at < scan.text.length; skipLine(scan)) {
    newLine(scan);
    while (scan.text[scan.at] === " ") scan.at += 1;
    if (!isEnd(scan.text[scan.at]) && scan.at - scan.lineStart <= parent) return;
  }
}

function scanScalar(scan: Scan, column: number): void {
  const { text } = scan;
  const quote = text[scan.at];
  if (quote === '"' || quote === "'") {
    skipQuoted(scan, quote);
    while (isBlank(text[scan.at])) scan.at += 1;
    if (text[scan.at] !== ":") return;
  } else {
    while (!isEnd(text[scan.at]) && !(text[scan.at] === ":" && (isBlank(text[scan.at + 1]) || isEnd(text[scan.at + 1])))) {
      if (text[scan.at] === "#" && isBlank(text[scan.at - 1])) return skipLine(scan);
      scan.at += 1;
    }
    if (text[scan.at] !== ":") return;
  }
  scan.at += 1;
  addNode(scan);
  open(scan, column, true);
}

function skipQuoted(scan: Scan, quote: string): void {
  const { text } = scan;
  for (scan.at += 1; scan.at < text.length; scan.at += 1) {
    const character = text[scan.at];
    if (character === "\n") scan.lineStart = scan.at + 1;
    if (character === "\\" && quote === '"') scan.at += 1;
    else if (character === quote) {
      if (quote === '"' || text[scan.at + 1] !== "'") break;
      scan.at += 1;
    }
  }
  scan.at += 1;
}

function openFlow(scan: Scan, bracket: "[" | "{"): void {
  scan.flow.push(bracket === "{" ? 0 : -Infinity);
  if (scan.flow.length > scan.maxDepth) scan.excess = "too_deep";
}

function nextInFlow(scan: Scan): void {
  const commas = (scan.flow.pop() ?? 0) + 1;
  scan.flow.push(commas);
  addNode(scan);
  if (commas > scan.maxKeys) scan.excess = "too_many_keys";
}

/** Reads on to where all flow collections are closed, or one is too deep. */
function scanFlow(scan: Scan): void {
  const { text } = scan;
  let isStart = true;
  while (scan.at < text.length && scan.flow.length > 0 && !scan.excess) {
    const character = text[scan.at];
    if ((character === '"' || character === "'") && isStart) {
      skipQuoted(scan, character);
      isStart = false;
      continue;
    }
    if (character === "#" && (isBlank(text[scan.at - 1]) || isEnd(text[scan.at - 1]))) skipLine(scan);
    if (character === "\n") scan.lineStart = scan.at + 1;
    else if (character === "[" || character === "{") openFlow(scan, character);
    else if (character === "]" || character === "}") scan.flow.pop();
    else if (character === ",") nextInFlow(scan);
    if (!isBlank(character) && !isEnd(character)) isStart = character === "[" || character === "{" || character === "," || character === ":";
    scan.at += 1;
  }
}
