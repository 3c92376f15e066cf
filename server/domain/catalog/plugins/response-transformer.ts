import type { PluginSchema } from "../../kong-schema/schema";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";
import { JSON_TYPE_LIST, NAME_LIST, PAIR_LIST } from "../parts/transformer-lists";

/** The rules of the plugin `response-transformer`. */
export const responseTransformer = {
  name: "response-transformer",
  purpose: "Security",
  help: "TODO",
  scopes: ANY_SCOPE,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      {
        name: "remove",
        type: "record",
        required: true,
        fields: [
          { name: "json", ...NAME_LIST },
          { name: "headers", ...NAME_LIST },
        ],
      },
      {
        name: "rename",
        type: "record",
        required: true,
        fields: [
          { name: "json", ...PAIR_LIST },
          { name: "headers", type: "array", required: true, default: [], elements: { type: "string", match: "^[^:]+:.*$", check: "validate_colon_headers" } },
        ],
      },
      {
        name: "replace",
        type: "record",
        required: true,
        fields: [
          { name: "json", ...PAIR_LIST },
          { name: "json_types", ...JSON_TYPE_LIST },
          { name: "headers", ...PAIR_LIST },
        ],
      },
      {
        name: "add",
        type: "record",
        required: true,
        fields: [
          { name: "json", ...PAIR_LIST },
          { name: "json_types", ...JSON_TYPE_LIST },
          { name: "headers", ...PAIR_LIST },
        ],
      },
      {
        name: "append",
        type: "record",
        required: true,
        fields: [
          { name: "json", ...PAIR_LIST },
          { name: "json_types", ...JSON_TYPE_LIST },
          { name: "headers", ...PAIR_LIST },
        ],
      },
    ],
  },
} satisfies PluginSchema;
