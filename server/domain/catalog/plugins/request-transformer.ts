import type { PluginSchema } from "../../kong-schema/schema";
import { ANY_PROTOCOL } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";
import { HEADER_LIST, NAME_LIST, REQUEST_VALUES, VALUE_LIST } from "../parts/transformer-lists";

/** The rules of the plugin `request-transformer`. */
export const requestTransformer = {
  name: "request-transformer",
  purpose: "Transformation",
  help: "Changes requests before the service sees them: adds, replaces, renames or removes headers, query and body.",
  scopes: ANY_SCOPE,
  protocols: ANY_PROTOCOL,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "add", ...REQUEST_VALUES, help: "What is added where it is missing, as name:value." },
      {
        name: "replace",
        type: "record",
        required: true,
        fields: [
          { name: "headers", ...HEADER_LIST, help: "As name:value, each." },
          { name: "querystring", ...VALUE_LIST, help: "As name:value, each." },
          { name: "body", ...VALUE_LIST, help: "As name:value, each." },
          { name: "uri", type: "string", help: "The path that the service is asked for." },
        ],
        help: "What is replaced where it is there, as name:value.",
      },
      {
        name: "remove",
        type: "record",
        required: true,
        fields: [
          { name: "headers", type: "array", required: true, default: [], elements: { type: "string", check: "validate_headers" } },
          { name: "querystring", ...NAME_LIST },
          { name: "body", ...NAME_LIST },
        ],
        help: "Names of what is taken off.",
      },
      {
        name: "rename",
        type: "record",
        required: true,
        fields: [
          {
            name: "headers",
            type: "array",
            required: true,
            default: [],
            elements: { type: "string", match: "^[^:]+:.*$", check: "validate_colon_headers" },
            help: "As old:new, each.",
          },
          { name: "querystring", ...VALUE_LIST, help: "As old:new, each." },
          { name: "body", ...VALUE_LIST, help: "As old:new, each." },
        ],
        help: "Old and new name, as old:new.",
      },
      { name: "append", ...REQUEST_VALUES, help: "What is added in any case, as name:value." },
      { name: "http_method", type: "string", match: "^%u+$", help: "The method that the service is asked with, such as POST.", isAdvanced: true },
    ],
  },
} satisfies PluginSchema;
