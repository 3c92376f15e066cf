import { BeyondUs, fail, take, takeMatch, type RegexReader } from "./regex-reader";

/** What an opening parenthesis begins: a group that a `)` will close, or nothing that stands in the pattern. */
export type Opened = "capture" | "group" | "nothing";

const LONGEST_NAME = 128;

/** Reads what follows an opening parenthesis, to where the group's own pattern begins, or behind the whole of what is no group. */
export function readGroupStart(reader: RegexReader, names: Set<string>): Opened {
  const start = reader.at - 1;
  if (reader.text[reader.at] === "*") {
    // Only a letter or a colon makes a verb of PCRE, such as (*UCP).
    if (reader.dialect === "rust" || !/^\*[A-Za-z:]/.test(reader.text.slice(reader.at, reader.at + 2))) fail("a quantifier has nothing to repeat", reader.at);
    throw new BeyondUs();
  }
  if (!take(reader, "?")) return "capture";
  if (take(reader, "P<")) return readName(reader, ">", names, start);
  if (/^<?[=!]/.test(reader.text.slice(reader.at, reader.at + 2))) {
    if (reader.dialect === "rust") fail("the router knows no look-around", start);
    takeMatch(reader, /<?[=!]/y);
    return "group";
  }
  if (take(reader, "<")) return readName(reader, ">", names, start);
  return reader.dialect === "rust" ? readFlags(reader, start, "imsUuxR") : readPcreGroup(reader, names, start);
}

function readPcreGroup(reader: RegexReader, names: Set<string>, start: number): Opened {
  if (take(reader, "'")) return readName(reader, "'", names, start);
  if (take(reader, ">") || take(reader, "|")) return "group";
  if (take(reader, "#")) {
    if (takeMatch(reader, /[^)]*\)/y) === undefined) fail("a comment lacks its closing parenthesis", start);
    return "nothing";
  }
  if (/^([-+]?[0-9]|[RPC&(*^])/.test(reader.text.slice(reader.at, reader.at + 2))) throw new BeyondUs();
  return readFlags(reader, start, "imsnxJUa");
}

function readName(reader: RegexReader, end: string, names: Set<string>, start: number): Opened {
  const close = reader.text.indexOf(end, reader.at);
  if (close < 0) fail("the name of a group lacks its end", start);
  const name = reader.text.slice(reader.at, close);
  const isName = reader.dialect === "rust" ? /^[_\p{L}][\p{L}\p{N}_.[\]]*$/u.test(name) : /^[A-Za-z_]\w*$/.test(name) && name.length <= LONGEST_NAME;
  if (!isName) fail(`"${name.slice(0, 40)}" is no name for a group`, start);
  if (names.has(name)) fail(`two groups are named "${name}"`, start);
  names.add(name);
  reader.at = close + 1;
  return "capture";
}

function readFlags(reader: RegexReader, start: number, known: string): Opened {
  const flags = takeMatch(reader, /[A-Za-z-]*/y) ?? "";
  const end = reader.text[reader.at];
  const isStrict = reader.dialect === "rust";
  const unknown = [...flags].find((flag) => flag !== "-" && !known.includes(flag));
  if (end === undefined && unknown === undefined) fail("a group lacks its closing parenthesis", start);
  if (unknown !== undefined || (end !== ":" && end !== ")")) fail("this kind of group is not known", start);
  if (isStrict && (flags.endsWith("-") || new Set(flags).size < flags.length)) fail("the flags of a group repeat, or end in a minus", start);
  if (isStrict && flags === "" && end === ")") fail("a quantifier has nothing to repeat", start);
  // White space and comments change what everything after means; duplicate names become allowed.
  if (/^[^-]*[xJ]/.test(flags)) throw new BeyondUs();
  reader.at += 1;
  return end === ":" ? "group" : "nothing";
}
