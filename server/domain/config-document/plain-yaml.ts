/**
 * Reads the plain part of YAML 1.2 in which nearly all configurations are written, at ten times the speed of the library: block maps
 * and lists, scalars of one line, texts in lines (`|`), lists and maps in brackets on one line, comments. Whatever else a text holds
 * (anchors, tags, folded texts, tabs, repeated keys, faults) makes it give up, so that the library, which knows all of YAML, reads it.
 */
import { readBracket, readScalar } from "./plain-yaml-values";

/** What cannot be in a plain text: control characters, tabs, odd line breaks, markers of documents and directives. */
const NOT_PLAIN = /[\u0085\u2028\u2029\ufeff]|(?![\n ])\p{Cc}|^(?:---|\.\.\.)(?!$)|^%/mu;
const KEY = /^(?:([A-Za-z_][\w./-]*(?: [\w./-]+)*)|("(?:[^"\\]|\\.)*"))\s*:(?: +|$)/;
const MAX_DEPTH = 100;
/** Longer lines are not written by people, and could exhaust the stack of a regular expression. */
const MAX_LINE = 100_000;

interface Line {
  indent: number;
  text: string;
}

/** Why reading went no further; caught where it began. */
class NotPlain extends Error {}

/** The value of a text that is plain YAML and a map at its top; undefined: the text is not plain, or wrong. */
export function readPlainYaml(source: string): Record<string, unknown> | undefined {
  const text = source.includes("\r\n") ? source.replaceAll("\r\n", "\n") : source;
  if (NOT_PLAIN.test(text)) return undefined;
  try {
    return new PlainReader(text.split("\n")).readDocument();
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

/** Reads downwards, line by line; `at` is the line to be read next. */
class PlainReader {
  private at = 0;
  private depth = 0;
  /** The rest of a line of which the beginning, a dash, was read. */
  private rest: Line | undefined;

  constructor(private readonly lines: readonly string[]) {}

  readDocument(): Record<string, unknown> | undefined {
    let first = this.peek();
    if (first?.indent === 0 && first.text === "---") {
      this.take();
      first = this.peek();
    }
    if (first?.indent !== 0 || first.text.startsWith("-")) return undefined;
    const value = this.readMap(0);
    return this.peek() ? undefined : value;
  }

  /** The next line that holds something. */
  private peek(): Line | undefined {
    if (this.rest) return this.rest;
    for (; this.at < this.lines.length; this.at++) {
      const line = this.lines[this.at] ?? "";
      let indent = 0;
      if (line.length > MAX_LINE) throw new NotPlain();
      while (line.charCodeAt(indent) === 32) indent += 1;
      if (indent === line.length || line.charCodeAt(indent) === 35) continue;
      const found = { indent, text: line.slice(indent) };
      if (indent === 0 && (found.text === "..." || (found.text === "---" && this.isBegun))) throw new NotPlain();
      return found;
    }
    return undefined;
  }

  private isBegun = false;

  private take(): void {
    this.isBegun = true;
    if (this.rest) this.rest = undefined;
    else this.at += 1;
  }

  private readMap(indent: number): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    this.enter();
    for (let line = this.peek(); line && line.indent === indent && !isItem(line.text); line = this.peek()) {
      const match = KEY.exec(line.text);
      if (!match) throw new NotPlain();
      const key = match[1] ?? readScalar(match[2] ?? "");
      if (typeof key !== "string" || Object.hasOwn(map, key) || /^(?:null|true|false|__proto__)$/i.test(key)) throw new NotPlain();
      this.take();
      map[key] = this.readValue(line.text.slice(match[0].length), indent, true);
    }
    this.leave(indent);
    return map;
  }

  private readList(indent: number): unknown[] {
    const list: unknown[] = [];
    this.enter();
    for (let line = this.peek(); line && line.indent === indent && isItem(line.text); line = this.peek()) {
      const rest = line.text.slice(1).trimStart();
      this.take();
      if (rest !== "" && (isItem(rest) || KEY.test(rest))) {
        const inner = indent + line.text.length - rest.length;
        this.rest = { indent: inner, text: rest };
        list.push(isItem(rest) ? this.readList(inner) : this.readMap(inner));
      } else list.push(this.readValue(rest, indent, false));
    }
    this.leave(indent);
    return list;
  }

  /** What stands after a key or a dash. `mayAlign`: a list below a key need not be indented. */
  private readValue(text: string, indent: number, mayAlign: boolean): unknown {
    const sign = text.charCodeAt(0);
    if (text === "" || sign === 35) return this.readBelow(indent, mayAlign);
    if (text === "|" || text === "|-") return this.readLines(indent, text === "|");
    const value = sign === 91 || sign === 123 ? readBracket(text) : readScalar(text);
    const next = this.peek();
    // A scalar that goes on in the next line, or a fault.
    if (value === undefined || (next && next.indent > indent)) throw new NotPlain();
    return value;
  }

  private readBelow(indent: number, mayAlign: boolean): unknown {
    const next = this.peek();
    if (!next || next.indent < indent) return null;
    if (next.indent === indent) return mayAlign && isItem(next.text) ? this.readList(indent) : null;
    if (isItem(next.text)) return this.readList(next.indent);
    if (KEY.test(next.text)) return this.readMap(next.indent);
    throw new NotPlain();
  }

  private readLines(indent: number, keepsBreak: boolean): string {
    const found: string[] = [];
    let inner: number | undefined;
    for (; this.at < this.lines.length; this.at++) {
      const line = this.lines[this.at] ?? "";
      const blanks = line.length - line.trimStart().length;
      if (blanks === line.length) {
        // Before the first line that holds something it is not known how far the text is indented.
        if (inner === undefined && blanks > 0) throw new NotPlain();
        found.push(line.slice(inner ?? 0));
        continue;
      }
      if (inner === undefined && blanks > indent) inner = blanks;
      if (inner === undefined || blanks < inner) break;
      found.push(line.slice(inner));
    }
    if (inner === undefined) throw new NotPlain();
    while (found.at(-1) === "") found.pop();
    if (found.at(-1)?.trim() === "") throw new NotPlain();
    const next = this.peek();
    if (next && next.indent > indent) throw new NotPlain();
    return `${found.join("\n")}${keepsBreak ? "\n" : ""}`;
  }

  private enter(): void {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) throw new NotPlain();
  }

  /** What follows may be less indented, or a list's next item; else something was not understood. */
  private leave(indent: number): void {
    this.depth -= 1;
    const next = this.peek();
    if (next && next.indent > indent) throw new NotPlain();
  }
}

const isItem = (text: string): boolean => text.charCodeAt(0) === 45 && (text.length === 1 || text.charCodeAt(1) === 32);
