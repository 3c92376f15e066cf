import type { PluginSchema } from "../../kong-schema/schema";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";
import { NAME_LIST, PAIR_LIST, RESPONSE_VALUES } from "../parts/transformer-lists";

/** The rules of the plugin `response-transformer`. */
export const responseTransformer = {
  name: "response-transformer",
  purpose: "Transformation",
  help: "Changes answers before the client sees them: adds, replaces, renames or removes headers and JSON.",
  scopes: ANY_SCOPE,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "add", ...RESPONSE_VALUES, help: "What is added where it is missing, as name:value." },
      { name: "replace", ...RESPONSE_VALUES, help: "What is replaced where it is there, as name:value." },
      {
        name: "remove",
        type: "record",
        required: true,
        fields: [
          { name: "headers", ...NAME_LIST, help: "A name, or name:value to take off that value alone." },
          { name: "json", ...NAME_LIST },
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
          { name: "json", ...PAIR_LIST, help: "As old:new, each." },
        ],
        help: "Old and new name, as old:new.",
      },
      { name: "append", ...RESPONSE_VALUES, help: "What is added in any case, as name:value." },
    ],
  },
} satisfies PluginSchema;
