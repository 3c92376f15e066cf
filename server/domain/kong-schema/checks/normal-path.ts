const RESERVED = "!*'();:@&=+$,/?%#[]";
const latin = new TextDecoder("latin1");
const utf8 = new TextDecoder();

/**
 * The normal form of a URL path as Kong's router compares it: escapes of what need not be escaped are undone, the others
 * have upper-case digits, and dot segments and repeated slashes are gone.
 */
export function normalPath(path: string): string {
  if (path === "" || path === "/") return path;
  if (!/[%.]|\/\//.test(path)) return path;
  // Bytes, one to a character: an escape stands for a byte and not for a character.
  const bytes = latinOf(path).replace(/%([\dA-Fa-f]{2})/g, (escape, digits: string) => {
    const character = String.fromCharCode(Number.parseInt(digits, 16));
    return RESERVED.includes(character) ? escape.toUpperCase() : character;
  });
  const settled = /\.|\/\//.test(bytes) ? withoutDots(bytes) : bytes;
  return utf8.decode(Uint8Array.from(settled, (character) => character.charCodeAt(0)));
}

// A TextDecoder's "latin1" is windows-1252, which moves 80 to 9F elsewhere.
function latinOf(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return bytes.every((byte) => byte < 128) ? latin.decode(bytes) : Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}

/** RFC 3986, 5.2.4, with repeated slashes merged. */
function withoutDots(path: string): string {
  const output: string[] = [];
  const segments = path.split("/");
  const isRooted = segments[0] === "";
  const parts = isRooted ? segments.slice(1) : segments;
  parts.forEach((segment, index) => {
    const isLast = index === parts.length - 1;
    if (segment === "..") output.pop();
    if (segment === "." || segment === ".." || segment === "") {
      if (isLast) output.push("");
    } else output.push(segment);
  });
  return (isRooted ? "/" : "") + output.join("/");
}
