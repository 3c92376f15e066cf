import type { NamedField } from "../../kong-schema/schema";

/** Lua snippets by the phase of a request in which they run. */
export const LUA_PHASES = [
  { name: "certificate", type: "array", required: true, default: [], elements: { type: "string", check: "validate_function" } },
  { name: "rewrite", type: "array", required: true, default: [], elements: { type: "string", check: "validate_function" } },
  { name: "access", type: "array", required: true, default: [], elements: { type: "string", check: "validate_function" } },
  { name: "header_filter", type: "array", required: true, default: [], elements: { type: "string", check: "validate_function" } },
  { name: "body_filter", type: "array", required: true, default: [], elements: { type: "string", check: "validate_function" } },
  { name: "log", type: "array", required: true, default: [], elements: { type: "string", check: "validate_function" } },
] as const satisfies readonly NamedField[];
