/**
 * Puts the YAML library between bounds: it takes microseconds for each sign, and goes on at a fault to look for more. Here the first fault
 * ends it; a fault near the beginning is found before the rest is looked at; and no more signs are read than can be in a second or two.
 */
import { Composer, type Document, Lexer, LineCounter, Parser } from "yaml";

/** A fault of the text, and its offset. */
export interface YamlFault {
  message: string;
  code: string;
  offset: number;
}

/** The tree of a text, or why there is none. */
export type ComposedYaml = { document: Document; counter: LineCounter } | { fault: YamlFault; counter: LineCounter } | { excess: "too_many" | "too_deep" };

/** Some 130,000 lines. */
const MOST_LEXEMES = 1_000_000;
/** Long enough for the faults of a text that is none, short enough to cost nothing. */
const FIRST_PART = 50_000;

/** Ends the library's work. */
class FirstFault extends Error {
  constructor(readonly fault: YamlFault) {
    super(fault.message);
  }
}
class TooMuch extends Error {}

/** The tree of the text, by the bounds above; never throws. */
export function composeYaml(source: string): ComposedYaml {
  const cut = source.length > 2 * FIRST_PART ? source.lastIndexOf("\n", FIRST_PART) : -1;
  const first = cut > FIRST_PART / 2 ? composeWhole(source.slice(0, cut)) : undefined;
  // What is only said of the end may come from the cut.
  if (first && "fault" in first && first.fault.offset < cut / 2) return first;
  return composeWhole(source);
}

function composeWhole(source: string): ComposedYaml {
  const counter = new LineCounter();
  try {
    return { document: compose(source, counter), counter };
  } catch (error) {
    if (error instanceof FirstFault) return { fault: error.fault, counter };
    // The library recurses, so hostile nesting exhausts the stack.
    return { excess: error instanceof TooMuch ? "too_many" : "too_deep" };
  }
}

function compose(source: string, counter: LineCounter): Document {
  const parser = new Parser(counter.addNewLine);
  const composer = new Composer({ uniqueKeys: false, merge: true, logLevel: "error", prettyErrors: false });
  let first: YamlFault | undefined;
  const onError = (at: unknown, code: string, message: string): never => {
    // The library catches what is thrown within a value, and reports it once more for whatever holds the value.
    first ??= { code, message, offset: offsetOf(at) };
    return stop(first.code, first.message, first.offset);
  };
  Object.assign(composer, { onError });
  const found: Document[] = [];
  const keep = (documents: Iterable<Document>): void => {
    for (const document of documents) {
      if (found.push(document) > 1) stop("MULTIPLE_DOCS", "", document.range?.[0] ?? 0);
    }
  };
  const take = (tokens: Generator<Parameters<Composer["next"]>[0]>): void => {
    for (const token of tokens) {
      if (token.type === "error") stop("UNEXPECTED_TOKEN", token.message, token.offset);
      keep(composer.next(token));
    }
  };
  let count = 0;
  counter.addNewLine(0);
  for (const lexeme of new Lexer().lex(source)) {
    count += 1;
    if (count > MOST_LEXEMES) throw new TooMuch();
    take(parser.next(lexeme));
  }
  take(parser.end());
  keep(composer.end(true, source.length));
  const [document] = found;
  const fault = document && (document.errors[0] ?? document.warnings[0]);
  if (!document) return stop("EMPTY", "The text is empty", 0);
  return fault ? stop(fault.code, fault.message, fault.pos[0]) : document;
}

function stop(code: string, message: string, offset: number): never {
  // The library takes an exhausted stack for a fault of the text.
  if (message.startsWith("Maximum call stack")) throw new RangeError(message);
  throw new FirstFault({ code, message, offset });
}

/** The library tells places as an offset, as two, or as what begins there. */
function offsetOf(at: unknown): number {
  const place: unknown = Array.isArray(at) ? at[0] : typeof at === "object" && at !== null && "offset" in at ? at.offset : at;
  return typeof place === "number" ? place : 0;
}
