/** The two engines that Kong compiles a pattern with: PCRE2 without UTF mode (`ngx.re`), and the `regex` crate of its router. */
export type RegexDialect = "pcre" | "rust";

/** Why a pattern certainly does not compile. */
export interface RegexFault {
  message: string;
  /** In UTF-16 units, from 0. */
  offset: number;
}

/** A place in a pattern that is being read; `at` only grows. */
export interface RegexReader {
  readonly text: string;
  readonly dialect: RegexDialect;
  at: number;
}

/** Thrown inside this folder only: the pattern certainly does not compile. */
export class FaultFound extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** Thrown inside this folder only: from here on we cannot say whether the pattern compiles. */
export class BeyondUs extends Error {}

/** Ends the reading: certainly a fault. */
export function fail(message: string, offset: number): never {
  throw new FaultFound(message, offset);
}

/** True, and moves on, where the text goes on with these characters. */
export function take(reader: RegexReader, expected: string): boolean {
  if (!reader.text.startsWith(expected, reader.at)) return false;
  reader.at += expected.length;
  return true;
}

/** What a sticky pattern matches here, after moving on behind it; undefined where it does not match. */
export function takeMatch(reader: RegexReader, sticky: RegExp): string | undefined {
  sticky.lastIndex = reader.at;
  const found = sticky.exec(reader.text)?.[0];
  if (found !== undefined) reader.at += found.length;
  return found;
}

/** The whole character here, and moves on behind it. */
export function takeCharacter(reader: RegexReader): string {
  const character = String.fromCodePoint(reader.text.codePointAt(reader.at) ?? 0);
  reader.at += character.length;
  return character;
}
