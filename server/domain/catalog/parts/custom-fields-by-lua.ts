import type { FieldSchema } from "../../kong-schema/schema";

/** Fields of a log entry, each with the Lua that makes it. */
export const CUSTOM_FIELDS_BY_LUA = {
  type: "map",
  keys: { type: "string", len_min: 1 },
  values: { type: "string", len_min: 1, check: "validate_lua_expression" },
} as const satisfies FieldSchema;
