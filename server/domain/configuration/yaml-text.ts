/** Words that YAML readers of any version take for something other than a text. */
const NOT_TEXT = /^(?:true|false|yes|no|on|off|y|n|null|none|nan|inf)$/i;
/** What needs no quotes anywhere: a word, or a path that begins with a slash. */
const PLAIN = /^[A-Za-z_/][\w./-]*(?: [\w./-]+)*$/;
/** Lines that a literal block gives back exactly: no control character, no line that begins or ends with a space, one end at most. */
const BLOCK = /^(?:[\x21-\x7E](?:[\x20-\x7E]*[\x21-\x7E])?\n)+(?:[\x21-\x7E](?:[\x20-\x7E]*[\x21-\x7E])?)?$/;

function textOf(text: string, indent: string): string {
  if (PLAIN.test(text) && !NOT_TEXT.test(text)) return text;
  if (!BLOCK.test(text)) return JSON.stringify(text);
  const lines = (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n").map((line) => `\n${indent}${line}`);
  return `${text.endsWith("\n") ? "|" : "|-"}${lines.join("")}`;
}

function scalarOf(value: unknown, indent: string): string {
  if (typeof value === "string") return textOf(value, indent);
  return JSON.stringify(value) ?? "null";
}

const isEmpty = (value: object): boolean => (Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0);

function write(value: unknown, indent: string, out: string[]): void {
  if (typeof value !== "object" || value === null) out.push(" ", scalarOf(value, indent), "\n");
  else if (isEmpty(value)) out.push(Array.isArray(value) ? " []\n" : " {}\n");
  else {
    out.push("\n");
    writeMembers(value, indent, out);
  }
}

function writeMembers(value: object, indent: string, out: string[]): void {
  if (Array.isArray(value)) for (const member of value) writeItem(member, indent, out);
  else {
    for (const [key, member] of Object.entries(value)) {
      if (member === undefined) continue;
      out.push(indent, PLAIN.test(key) && !NOT_TEXT.test(key) ? key : JSON.stringify(key), ":");
      write(member, Array.isArray(member) ? indent : `${indent}  `, out);
    }
  }
}

function writeItem(member: unknown, indent: string, out: string[]): void {
  out.push(indent, "-");
  if (typeof member !== "object" || member === null || isEmpty(member)) return write(member, `${indent}  `, out);
  const from = out.length;
  writeMembers(member, `${indent}  `, out);
  // The first line of the member stands on the dash's own.
  out[from] = " ";
}

/** Plain JSON as YAML that reads back as the same: in blocks, texts of several lines as they are. Quick, whatever the size. */
export function yamlText(value: Record<string, unknown>): string {
  const out: string[] = [];
  writeMembers(value, "", out);
  return out.length === 0 ? "{}\n" : out.join("");
}
