import { BeyondUs, fail, take, takeCharacter, takeMatch, type RegexReader } from "./regex-reader";
import { readEscape } from "./regex-escape";

const POSIX_CLASSES: ReadonlySet<string> = new Set("alnum alpha ascii blank cntrl digit graph lower print punct space upper word xdigit".split(" "));
const POSIX_CLASS = /\[:\^?([A-Za-z]*):\]/y;
const MAX_DEPTH = 250;

type Item = { kind: "literal"; code?: number; at: number } | { kind: "class"; at: number };

/** Reads a class, whose opening bracket is already read, to behind its closing one. */
export function readClass(reader: RegexReader): void {
  const start = reader.at - 1;
  if (reader.dialect === "pcre" && isPosixSyntax(reader.text, start)) fail("[: :] may only stand inside a class", start);
  let depth = 1;
  openClass(reader);
  while (depth > 0) {
    if (reader.at >= reader.text.length) fail("a class lacks its closing bracket", start);
    if (take(reader, "]")) depth -= 1;
    else if (opensNested(reader)) {
      depth += 1;
      if (depth > MAX_DEPTH) fail("the pattern nests too deeply", reader.at);
      openClass(reader);
    } else readRange(reader, start);
  }
}

/** The `^` and the first `]`, which is a literal. */
function openClass(reader: RegexReader): void {
  take(reader, "^");
  if (reader.dialect === "rust") while (reader.text[reader.at] === "-") reader.at += 1;
  if (reader.text[reader.at] === "]") readRange(reader, reader.at, true);
}

function opensNested(reader: RegexReader): boolean {
  if (reader.dialect !== "rust" || reader.text[reader.at] !== "[") return false;
  POSIX_CLASS.lastIndex = reader.at;
  const name = POSIX_CLASS.exec(reader.text)?.[1];
  if (name !== undefined && POSIX_CLASSES.has(name)) return false;
  reader.at += 1;
  return true;
}

function readRange(reader: RegexReader, classStart: number, isFirst = false): void {
  if (reader.dialect === "rust" && /^(&&|--|~~)$/.test(reader.text.slice(reader.at, reader.at + 2)) && !isFirst) {
    reader.at += 2;
    return;
  }
  const from = readItem(reader, classStart);
  const next = reader.text[reader.at + 1];
  if (reader.text[reader.at] !== "-" || next === undefined || next === "]") return;
  const isLiteralHyphen = reader.dialect === "rust" && (next === "-" || from.kind === "class") && reader.text[from.at] !== "\\";
  if (isLiteralHyphen) return;
  reader.at += 1;
  const to = readItem(reader, classStart);
  if (from.kind === "class" || to.kind === "class") fail("a range must run between two characters", from.at);
  checkOrder(reader, from, to);
}

function checkOrder(reader: RegexReader, from: Item & { kind: "literal" }, to: Item & { kind: "literal" }): void {
  if (from.code === undefined || to.code === undefined) return;
  // Without UTF mode PCRE sees the bytes of what is beyond ASCII, which we do not take apart.
  const isSure = reader.dialect === "rust" || (from.code < 128 && to.code < 128);
  if (isSure && from.code > to.code) fail("a range runs backwards", from.at);
}

function readItem(reader: RegexReader, classStart: number): Item {
  const at = reader.at;
  if (at >= reader.text.length) fail("a class lacks its closing bracket", classStart);
  if (take(reader, "\\")) {
    const escaped = readEscape(reader, true);
    if (escaped.kind === "literal") return { ...escaped, at };
    if (escaped.kind === "class") return { kind: "class", at };
    throw new BeyondUs();
  }
  if (reader.text[at] === "[") {
    if (reader.dialect === "pcre" && isPosixSyntax(reader.text, at)) return readPosixClass(reader);
    if (reader.dialect === "rust" && takeMatch(reader, POSIX_CLASS) !== undefined) return { kind: "class", at };
  }
  return { kind: "literal", code: takeCharacter(reader).codePointAt(0), at };
}

function readPosixClass(reader: RegexReader): Item {
  const at = reader.at;
  if (reader.text[at + 1] !== ":") fail("collating elements are not supported", at);
  POSIX_CLASS.lastIndex = at;
  const name = POSIX_CLASS.exec(reader.text)?.[1];
  if (name === undefined || !POSIX_CLASSES.has(name)) fail("this [: :] class is not known", at);
  takeMatch(reader, POSIX_CLASS);
  return { kind: "class", at };
}

/** PCRE's own test for `[:…:]`, `[.….]` and `[=…=]`. */
function isPosixSyntax(text: string, at: number): boolean {
  const mark = text[at + 1];
  if (mark !== ":" && mark !== "." && mark !== "=") return false;
  for (let index = at + 2; index < text.length; index += 1) {
    const character = text[index];
    if (character === mark && text[index + 1] === "]") return true;
    if (character === "]" || (character === "[" && text[index + 1] === mark)) return false;
    if (character === "\\" && (text[index + 1] === "]" || text[index + 1] === "\\")) index += 1;
  }
  return false;
}
