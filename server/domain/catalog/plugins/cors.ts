import type { PluginSchema } from "../../kong-schema/schema";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { NO_CONSUMER } from "../parts/scopes";

/** The rules of the plugin `cors`. */
export const cors = {
  name: "cors",
  purpose: "Security",
  help: "TODO",
  scopes: NO_CONSUMER,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "origins", type: "array", elements: { type: "string", check: "validate_asterisk_or_regex" } },
      { name: "headers", type: "array", elements: { type: "string" } },
      { name: "exposed_headers", type: "array", elements: { type: "string" } },
      {
        name: "methods",
        type: "array",
        default: ["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "OPTIONS", "TRACE", "CONNECT"],
        elements: { type: "string", one_of: ["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "OPTIONS", "TRACE", "CONNECT"] },
      },
      { name: "max_age", type: "number" },
      { name: "credentials", type: "boolean", required: true, default: false },
      { name: "private_network", type: "boolean", required: true, default: false },
      { name: "preflight_continue", type: "boolean", required: true, default: false },
    ],
  },
} satisfies PluginSchema;
