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
const JSON_TYPE_LIST = {
  type: "array",
  required: true,
  default: [],
  elements: { type: "string", one_of: ["boolean", "number", "string"] },
} as const satisfies FieldSchema;

/** What is set in a request, as `name:value`. */
export const REQUEST_VALUES = {
  type: "record",
  required: true,
  fields: [
    { name: "headers", ...HEADER_LIST, help: "As name:value, each." },
    { name: "querystring", ...VALUE_LIST, help: "As name:value, each." },
    { name: "body", ...VALUE_LIST, help: "As name:value, each." },
  ],
} as const satisfies FieldSchema;

/** What is set in an answer, as `name:value`. */
export const RESPONSE_VALUES = {
  type: "record",
  required: true,
  fields: [
    { name: "headers", ...PAIR_LIST, help: "As name:value, each." },
    { name: "json", ...PAIR_LIST, help: "As name:value, each." },
    { name: "json_types", ...JSON_TYPE_LIST, help: "The types of the values in JSON, in their order.", isAdvanced: true },
  ],
} as const satisfies FieldSchema;
