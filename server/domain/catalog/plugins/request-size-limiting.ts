import type { PluginSchema } from "../../kong-schema/schema";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";

/** The rules of the plugin `request-size-limiting`. */
export const requestSizeLimiting = {
  name: "request-size-limiting",
  purpose: "Traffic control",
  help: "Refuses requests whose body is too large.",
  scopes: ANY_SCOPE,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "allowed_payload_size", type: "integer", default: 128, help: "The largest body, in the unit below." },
      { name: "size_unit", type: "string", required: true, default: "megabytes", one_of: ["megabytes", "kilobytes", "bytes"], help: "Of the largest body." },
      { name: "require_content_length", type: "boolean", required: true, default: false, help: "Refuses requests that do not say their size beforehand." },
    ],
  },
} satisfies PluginSchema;
