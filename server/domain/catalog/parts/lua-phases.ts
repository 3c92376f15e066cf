import type { NamedField } from "../../kong-schema/schema";

/** Lua snippets by the phase of a request in which they run. */
export const LUA_PHASES = [
  {
    name: "access",
    type: "array",
    required: true,
    default: [],
    elements: { type: "string", check: "validate_function" },
    help: "Before the request goes to the service. The most common place.",
  },
  {
    name: "rewrite",
    type: "array",
    required: true,
    default: [],
    elements: { type: "string", check: "validate_function" },
    help: "When the request has come in, before a route is found; only of a global plugin.",
  },
  {
    name: "header_filter",
    type: "array",
    required: true,
    default: [],
    elements: { type: "string", check: "validate_function" },
    help: "When the answer's headers have come.",
  },
  {
    name: "body_filter",
    type: "array",
    required: true,
    default: [],
    elements: { type: "string", check: "validate_function" },
    help: "At each part of the answer's body.",
  },
  { name: "log", type: "array", required: true, default: [], elements: { type: "string", check: "validate_function" }, help: "After the answer was sent." },
  {
    name: "certificate",
    type: "array",
    required: true,
    default: [],
    elements: { type: "string", check: "validate_function" },
    help: "While TLS is set up; only of a global plugin.",
    isAdvanced: true,
  },
] as const satisfies readonly NamedField[];
