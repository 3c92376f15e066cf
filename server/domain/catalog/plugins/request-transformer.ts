import type { PluginSchema } from "../../kong-schema/schema";
import { ANY_PROTOCOL } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";
import { HEADER_LIST, NAME_LIST, VALUE_LIST } from "../parts/transformer-lists";

/** The rules of the plugin `request-transformer`. */
export const requestTransformer = {
  name: "request-transformer",
  purpose: "Security",
  help: "TODO",
  scopes: ANY_SCOPE,
  protocols: ANY_PROTOCOL,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "http_method", type: "string", match: "^%u+$" },
      {
        name: "remove",
        type: "record",
        required: true,
        fields: [
          { name: "body", ...NAME_LIST },
          { name: "headers", type: "array", required: true, default: [], elements: { type: "string", check: "validate_headers" } },
          { name: "querystring", ...NAME_LIST },
        ],
      },
      {
        name: "rename",
        type: "record",
        required: true,
        fields: [
          { name: "body", ...VALUE_LIST },
          { name: "headers", type: "array", required: true, default: [], elements: { type: "string", match: "^[^:]+:.*$", check: "validate_colon_headers" } },
          { name: "querystring", ...VALUE_LIST },
        ],
      },
      {
        name: "replace",
        type: "record",
        required: true,
        fields: [
          { name: "body", ...VALUE_LIST },
          { name: "headers", ...HEADER_LIST },
          { name: "querystring", ...VALUE_LIST },
          { name: "uri", type: "string" },
        ],
      },
      {
        name: "add",
        type: "record",
        required: true,
        fields: [
          { name: "body", ...VALUE_LIST },
          { name: "headers", ...HEADER_LIST },
          { name: "querystring", ...VALUE_LIST },
        ],
      },
      {
        name: "append",
        type: "record",
        required: true,
        fields: [
          { name: "body", ...VALUE_LIST },
          { name: "headers", ...HEADER_LIST },
          { name: "querystring", ...VALUE_LIST },
        ],
      },
    ],
  },
} satisfies PluginSchema;
