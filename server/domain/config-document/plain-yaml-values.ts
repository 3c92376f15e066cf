/** The values of `plain-yaml.ts` that stand in one line: scalars of YAML's core schema, and brackets. Undefined: not plain, or wrong. */

const DOUBLE_QUOTED = /^"(?:[^"\\]|\\["\\/bfnrt]|\\u[\da-fA-F]{4})*"(?=\s|$)/;
const SINGLE_QUOTED = /^'(?:[^']|'')*'(?=\s|$)/;
const NUMBER = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
/** Signs that mean something where a scalar begins. */
const SPECIAL_START = /^(?:[,[\]{}#&*!|>'"%@`?:]|-(?:\s|$))/;

/** The value of a scalar with or without quotes, and a comment after it. */
export function readScalar(text: string): string | number | boolean | null | undefined {
  const first = text.charCodeAt(0);
  if (first === 34 || first === 39) {
    const quoted = (first === 34 ? DOUBLE_QUOTED : SINGLE_QUOTED).exec(text)?.[0];
    if (quoted === undefined || !isRemark(text.slice(quoted.length))) return undefined;
    return unquote(quoted);
  }
  const comment = text.indexOf(" #");
  const plain = (comment < 0 ? text : text.slice(0, comment)).trimEnd();
  if (SPECIAL_START.test(plain) || plain.includes(": ") || plain.endsWith(":")) return undefined;
  return resolve(plain);
}

const isRemark = (text: string): boolean => /^\s*(?:$|\s#)/.test(text);

function unquote(quoted: string): string | undefined {
  if (quoted.startsWith("'")) return quoted.slice(1, -1).replaceAll("''", "'");
  const value: unknown = JSON.parse(quoted);
  return typeof value === "string" ? value : undefined;
}

function resolve(plain: string): string | number | boolean | null | undefined {
  if (/^(?:~|null|Null|NULL|)$/.test(plain)) return null;
  if (/^(?:true|True|TRUE)$/.test(plain)) return true;
  if (/^(?:false|False|FALSE)$/.test(plain)) return false;
  if (!/^[-+.\d]/.test(plain)) return plain;
  if (NUMBER.test(plain)) return Object.is(Number(plain), -0) ? undefined : Number(plain);
  // Other notations of numbers are left to who knows them all.
  return /^0[xo]|^[-+]?\.(?:inf|nan)$/i.test(plain) ? undefined : plain;
}

/** The list or map in brackets that the line holds, and nothing but a comment after it. */
export function readBracket(text: string): unknown {
  const reader = new BracketReader(text);
  const value = reader.read(0);
  return value !== undefined && isRemark(text.slice(reader.at)) ? value : undefined;
}

/** `undefined` is handed up from wherever something was not understood. */
class BracketReader {
  at = 0;

  constructor(private readonly text: string) {}

  read(depth: number): unknown {
    const sign = this.text[this.at];
    if (depth > 32) return undefined;
    if (sign === "[") return this.readList(depth);
    if (sign === "{") return this.readMap(depth);
    return this.readScalar();
  }

  private readList(depth: number): unknown[] | undefined {
    const list: unknown[] = [];
    this.at += 1;
    while (this.skip() !== "]") {
      const value = this.read(depth + 1);
      if (value === undefined) return undefined;
      list.push(value);
      if (!this.endsMember("]")) return undefined;
    }
    this.at += 1;
    return list;
  }

  private readMap(depth: number): Record<string, unknown> | undefined {
    const map: Record<string, unknown> = {};
    this.at += 1;
    while (this.skip() !== "}") {
      const key = this.readScalar();
      if (typeof key !== "string" || key === "__proto__" || Object.hasOwn(map, key) || !/^: +[^ ,}\]#]/.test(this.text.slice(this.at, this.at + 40)))
        return undefined;
      this.at += 1;
      this.skip();
      const value = this.read(depth + 1);
      if (value === undefined) return undefined;
      map[key] = value;
      if (!this.endsMember("}")) return undefined;
    }
    this.at += 1;
    return map;
  }

  /** After a member: a comma, or the end, which is left to be read. */
  private endsMember(end: string): boolean {
    const sign = this.skip();
    if (sign === ",") this.at += 1;
    return sign === "," || sign === end;
  }

  private readScalar(): string | number | boolean | null | undefined {
    const rest = this.text.slice(this.at);
    const quoted = /^(?:"(?:[^"\\]|\\["\\/bfnrt]|\\u[\da-fA-F]{4})*"|'(?:[^']|'')*')/.exec(rest)?.[0];
    const plain = quoted === undefined ? /^[\w./~$^+*()\\-][\w./~$^+*()\\-]*(?: [\w./~$^+*()\\-]+)*/.exec(rest)?.[0] : undefined;
    const text = quoted ?? plain;
    if (text === undefined) return undefined;
    this.at += text.length;
    if (quoted !== undefined) return unquote(quoted);
    return SPECIAL_START.test(text) ? undefined : resolve(text);
  }

  private skip(): string | undefined {
    while (this.text[this.at] === " ") this.at += 1;
    return this.text[this.at];
  }
}
