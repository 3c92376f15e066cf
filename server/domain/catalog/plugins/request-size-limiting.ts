import type { PluginSchema } from "../../kong-schema/schema";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";

/** The rules of the plugin `request-size-limiting`. */
export const requestSizeLimiting = {
  name: "request-size-limiting",
  purpose: "Security",
  help: "TODO",
  scopes: ANY_SCOPE,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "allowed_payload_size", type: "integer", default: 128 },
      { name: "size_unit", type: "string", required: true, default: "megabytes", one_of: ["megabytes", "kilobytes", "bytes"] },
      { name: "require_content_length", type: "boolean", required: true, default: false },
    ],
  },
} satisfies PluginSchema;
