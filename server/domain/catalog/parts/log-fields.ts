import type { NamedField } from "../../kong-schema/schema";

/** Fields of a log entry, each with the Lua that makes it. */
export const CUSTOM_FIELDS_BY_LUA = {
  name: "custom_fields_by_lua",
  type: "map",
  keys: { type: "string", len_min: 1 },
  values: { type: "string", len_min: 1, check: "validate_lua_expression" },
  help: "Fields of your own, each made by a line of Lua.",
  isAdvanced: true,
} as const satisfies NamedField;

/** How long to wait for another server. */
export const CONNECTION_TIMEOUT = {
  name: "timeout",
  type: "number",
  default: 10000,
  help: "How long to wait, in milliseconds.",
  isAdvanced: true,
} as const satisfies NamedField;

/** How long a connection without traffic is kept. */
export const KEEPALIVE = {
  name: "keepalive",
  type: "number",
  default: 60000,
  help: "How long a connection that rests is kept, in milliseconds.",
  isAdvanced: true,
} as const satisfies NamedField;
