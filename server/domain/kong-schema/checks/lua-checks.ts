import { parse } from "luaparse";
import { isMap } from "../../config-document/finding";
import type { NamedFault } from "../named-check";
import { onText } from "./on-text";

/** Lua code that must compile: the body of a function, which returns a value where one is asked for. */
export const checkLua = onText(syntaxFault);

/** Longer code passes unread, so that no document takes long to check. */
const MOST_CHARACTERS = 200_000;

/** What is certainly wrong with Lua code; nothing is where it nests too deeply to be read. */
export function syntaxFault(code: string): NamedFault | undefined {
  // Compiled code begins so.
  if (code.startsWith("\u001b") || code.length > MOST_CHARACTERS) return undefined;
  try {
    parse(asPlainLua(code), { luaVersion: "LuaJIT", comments: false, scope: false, encodingMode: "none" });
    return undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) return undefined;
    const line = isMap({ ...error }) && "line" in error && typeof error.line === "number" ? ` in line ${error.line}` : "";
    const said = error.message.replace(/^\[\d+:\d+\]\s*/, "").slice(0, 200);
    return { message: `The Lua code does not compile${line}: ${said}.`, cure: "Correct it; an expression must begin with return." };
  }
}

/** What LuaJIT reads and the parser does not, put as what both read and is as long: a first line with #, names beyond ASCII, binary numbers. */
function asPlainLua(code: string): string {
  return code
    .replace(/^#/, "--")
    .replace(/[\u0080-\uffff]/g, "_")
    .replace(/\b0[bB](?=[01])/g, "0x");
}
