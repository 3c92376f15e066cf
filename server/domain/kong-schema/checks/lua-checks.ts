import { parse } from "luaparse";
import { isMap } from "../../config-document/finding";
import type { NamedFault } from "../named-check";
import { onText } from "./on-text";

/** Lua code that must compile: the body of a function, which returns a value where one is asked for. */
export const checkLua = onText(syntaxFault);

/** What is certainly wrong with Lua code; nothing is where it nests too deeply to be read. */
export function syntaxFault(code: string): NamedFault | undefined {
  if (code.startsWith("\u001b")) return undefined;
  try {
    parse(code, { luaVersion: "LuaJIT", comments: false, scope: false, encodingMode: "none" });
    return undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) return undefined;
    const line = isMap({ ...error }) && "line" in error && typeof error.line === "number" ? ` in line ${error.line}` : "";
    const said = error.message.replace(/^\[\d+:\d+\]\s*/, "").slice(0, 200);
    return { message: `The Lua code does not compile${line}: ${said}.`, cure: "Correct it; an expression must begin with return." };
  }
}
