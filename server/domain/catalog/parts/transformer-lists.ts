import type { FieldSchema } from "../../kong-schema/schema";

/** Entries `name:value` of a body or a query. */
export const VALUE_LIST = { type: "array", required: true, default: [], elements: { type: "string", check: "check_for_value" } } as const satisfies FieldSchema;

/** Entries `name:value` of headers. */
export const HEADER_LIST = {
  type: "array",
  required: true,
  default: [],
  elements: { type: "string", match: "^[^:]+:.*$", check: "validate_headers" },
} as const satisfies FieldSchema;

/** Entries `name:value`, of any kind. */
export const PAIR_LIST = { type: "array", required: true, default: [], elements: { type: "string", match: "^[^:]+:.*$" } } as const satisfies FieldSchema;

/** Names of what is removed. */
export const NAME_LIST = { type: "array", required: true, default: [], elements: { type: "string" } } as const satisfies FieldSchema;

/** The JSON types of the values, in their order. */
export const JSON_TYPE_LIST = {
  type: "array",
  required: true,
  default: [],
  elements: { type: "string", one_of: ["boolean", "number", "string"] },
} as const satisfies FieldSchema;
