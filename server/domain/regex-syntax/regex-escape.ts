import { BeyondUs, fail, take, takeCharacter, takeMatch, type RegexReader } from "./regex-reader";

/** What an escape stands for. A literal's code is absent where it does not matter. */
export type Escaped = { kind: "literal"; code?: number } | { kind: "class" } | { kind: "assertion" } | { kind: "reference"; group: number };

const RUST_LITERALS: Readonly<Record<string, number>> = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11 };
const PCRE_LITERALS: Readonly<Record<string, number>> = { a: 7, e: 27, f: 12, n: 10, r: 13, t: 9 };
const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Reads an escape, whose backslash is already read, outside of a class or inside of one. */
export function readEscape(reader: RegexReader, isInClass: boolean): Escaped {
  const start = reader.at - 1;
  if (reader.at >= reader.text.length) fail("the pattern ends in a backslash", start);
  const letter = takeCharacter(reader);
  if (!/^[A-Za-z0-9]$/.test(letter)) {
    if (reader.dialect === "rust" && (letter.codePointAt(0) ?? 0) > 127) fail(`\\${letter} is no escape that the router knows`, start);
    return { kind: "literal", code: letter.codePointAt(0) };
  }
  return reader.dialect === "rust" ? readRust(reader, letter, start, isInClass) : readPcre(reader, letter, start, isInClass);
}

function readRust(reader: RegexReader, letter: string, start: number, isInClass: boolean): Escaped {
  if ("dDsSwW".includes(letter)) return { kind: "class" };
  if (letter === "p" || letter === "P") return readProperty(reader, start);
  if (/[0-9]/.test(letter)) fail("the router knows no back-references and no octal numbers", start);
  const literal = RUST_LITERALS[letter];
  if (literal !== undefined) return { kind: "literal", code: literal };
  if ("xuU".includes(letter)) return { kind: "literal", code: readRustHex(reader, letter, start) };
  if ("bBAz".includes(letter)) {
    if (isInClass) fail(`\\${letter} may not stand in a class`, start);
    // A brace holds the name of a kind of word boundary, or a count.
    const boundary = letter === "b" ? takeMatch(reader, /\{[A-Za-z-]*\}/y) : undefined;
    if (boundary !== undefined && !/^\{(?:start|end)(?:-half)?\}$/.test(boundary)) throw new BeyondUs();
    return { kind: "assertion" };
  }
  return fail(`\\${letter} is no escape that the router knows`, start);
}

function readRustHex(reader: RegexReader, letter: string, start: number): number {
  const isBraced = take(reader, "{");
  const digits = takeMatch(reader, /[0-9A-Fa-f]*/y) ?? "";
  const needed = HEX_DIGITS[letter] ?? 2;
  if (isBraced ? digits === "" || !take(reader, "}") : digits.length < needed) fail(`\\${letter} lacks its hexadecimal digits`, start);
  if (!isBraced) reader.at -= digits.length - needed;
  const code = Number.parseInt(isBraced ? digits : digits.slice(0, needed), 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) fail(`\\${letter} names no character`, start);
  return code;
}

function readProperty(reader: RegexReader, start: number): Escaped {
  if (!take(reader, "{")) {
    if (takeMatch(reader, /[A-Za-z]/y) === undefined) fail("\\p lacks the name of a property", start);
  } else if (takeMatch(reader, /[^{}]+\}/y) === undefined) fail("\\p{ lacks its closing brace", start);
  return { kind: "class" };
}

function readPcre(reader: RegexReader, letter: string, start: number, isInClass: boolean): Escaped {
  if ("dDhHsSvVwW".includes(letter)) return { kind: "class" };
  if (letter === "p" || letter === "P") return readProperty(reader, start);
  const literal = PCRE_LITERALS[letter];
  if (literal !== undefined) return { kind: "literal", code: literal };
  if (letter === "x") return { kind: "literal", code: readPcreHex(reader, start) };
  if (letter === "b" && isInClass) return { kind: "literal", code: 8 };
  if ("NRXCBAZzGK".includes(letter) || letter === "b") {
    if (isInClass) fail(`\\${letter} may not stand in a class`, start);
    if (letter === "N" && reader.text[reader.at] === "{") throw new BeyondUs();
    return { kind: "NRXC".includes(letter) ? "class" : "assertion" };
  }
  if (/[0-9]/.test(letter)) return readPcreNumber(reader, letter, isInClass);
  if ("cgkoQE".includes(letter)) throw new BeyondUs();
  return fail(`\\${letter} is no escape`, start);
}

function readPcreNumber(reader: RegexReader, first: string, isInClass: boolean): Escaped {
  const digits = first + (takeMatch(reader, /[0-9]*/y) ?? "");
  // From 10 on it may be a reference or an octal number, by the count of groups.
  if (digits.length > 1 || isInClass || first === "0") throw new BeyondUs();
  return { kind: "reference", group: Number(digits) };
}

function readPcreHex(reader: RegexReader, start: number): number | undefined {
  if (!take(reader, "{")) return Number.parseInt(takeMatch(reader, /[0-9A-Fa-f]{1,2}/y) ?? "0", 16);
  const digits = takeMatch(reader, /\s*[0-9A-Fa-f]+\s*\}/y);
  if (digits === undefined) throw new BeyondUs();
  const code = Number.parseInt(digits.trim(), 16);
  if (code > 0xff) fail("\\x{} may not exceed FF here, where the pattern is matched byte by byte", start);
  return code;
}
