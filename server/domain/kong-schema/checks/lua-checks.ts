import { type Chunk, parse } from "luaparse";
import { isMap } from "../../config-document/finding";
import type { NamedFault } from "../named-check";
import { onText } from "./on-text";

/** Lua code that must compile: the body of a function, which returns a value where one is asked for. */
export const checkLua = onText(syntaxFault);

/** Longer code is not read, so that no document takes long to check. */
const MOST_CHARACTERS = 200_000;

/** What LuaJIT takes of one function. */
const MOST_LOCALS = 200;

const unread = (why: string): NamedFault => ({
  severity: "warning",
  message: `This Lua code could not be checked: ${why}.`,
  cure: "Check it on a node before you publish.",
});

/** How many local variables stand in the outermost block, where all of them last to its end. */
const localsOf = ({ body }: Chunk): number =>
  body.reduce((sum, each) => sum + (each.type === "LocalStatement" ? each.variables.length : each.type === "FunctionDeclaration" && each.isLocal ? 1 : 0), 0);

/** What is wrong with Lua code; a warning where it is too long, or nests too deeply, to be told. */
export function syntaxFault(code: string): NamedFault | undefined {
  // Compiled code begins so.
  if (code.startsWith("\u001b")) return undefined;
  if (code.length > MOST_CHARACTERS) return unread(`it has more than ${MOST_CHARACTERS.toLocaleString("en")} characters`);
  try {
    const chunk = parse(asPlainLua(code), { luaVersion: "LuaJIT", comments: false, scope: false, encodingMode: "none" });
    return localsOf(chunk) > MOST_LOCALS ? unread(`it has more than ${MOST_LOCALS} local variables, which a node may refuse`) : undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) return unread("it nests too deeply");
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
