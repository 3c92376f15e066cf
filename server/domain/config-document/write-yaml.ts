/**
 * Writes JSON values as YAML for people: block style, plain where nothing else could be meant, lines of a text where it is several.
 * The YAML library does it too, at a tenth of the speed.
 */
import { isMap } from "./finding";

/** Read by nobody as anything but this text: no number, date, flag, tag or comment. */
const PLAIN = /^[A-Za-z_/][\w./-]*(?: [\w./-]+)*$/;
const WORDS_WITH_MEANING = /^(?:null|true|false|yes|no|on|off|y|n|nan|inf)$/i;
/** What may stand in lines as it is: printable, and not beginning with a blank. */
const LINES = /^[^\s\p{C}][\n\P{C}]*$/u;

/** The YAML of a JSON value, which any reader of YAML 1.1 or 1.2 takes for that value. Absent members vanish. */
export function writeYaml(value: unknown): string {
  const lines: string[] = [];
  if (isMap(value) && Object.keys(value).length > 0) writeMap(value, "", lines);
  else if (Array.isArray(value) && value.length > 0) writeList(value, "", lines);
  else lines.push(scalar(value));
  return `${lines.join("\n")}\n`;
}

function writeMap(map: Record<string, unknown>, indent: string, lines: string[]): void {
  for (const key of Object.keys(map)) {
    const value = map[key];
    if (value !== undefined) writeMember(`${indent}${text(key)}:`, value, indent, lines);
  }
}

function writeMember(start: string, value: unknown, indent: string, lines: string[]): void {
  if (Array.isArray(value) && value.length > 0) {
    lines.push(start);
    writeList(value, indent, lines);
  } else if (isMap(value) && Object.keys(value).length > 0) {
    lines.push(start);
    writeMap(value, `${indent}  `, lines);
  } else if (typeof value === "string" && isSeveralLines(value)) {
    lines.push(`${start} ${value.endsWith("\n") ? "|" : "|-"}`);
    for (const line of value.replace(/\n$/, "").split("\n")) lines.push(line === "" ? "" : `${indent}  ${line}`);
  } else lines.push(`${start} ${scalar(value)}`);
}

function writeList(list: readonly unknown[], indent: string, lines: string[]): void {
  for (const member of list) {
    const inner: string[] = [];
    if (isMap(member) && Object.keys(member).length > 0) writeMap(member, `${indent}  `, inner);
    else if (Array.isArray(member) && member.length > 0) writeList(member, `${indent}  `, inner);
    const [first, ...others] = inner;
    if (first === undefined) lines.push(`${indent}- ${scalar(member)}`);
    else {
      lines.push(`${indent}- ${first.slice(indent.length + 2)}`);
      for (const line of others) lines.push(line);
    }
  }
}

/** One line break at the end at most, since more would need another sign. */
function isSeveralLines(value: string): boolean {
  return value.length > 1 && value.slice(0, -1).includes("\n") && LINES.test(value) && !/[ \u2028\u2029](?:\n|$)|\n\n$/.test(value);
}

function scalar(value: unknown): string {
  if (typeof value === "string") return text(value);
  if (Array.isArray(value)) return "[]";
  if (isMap(value)) return "{}";
  return JSON.stringify(value ?? null);
}

/** JSON's quotes are YAML's, but for characters that YAML does not let stand. */
function text(value: string): string {
  if (PLAIN.test(value) && !WORDS_WITH_MEANING.test(value)) return value;
  return JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
