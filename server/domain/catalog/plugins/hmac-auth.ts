import type { PluginSchema } from "../../kong-schema/schema";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { NO_CONSUMER } from "../parts/scopes";

/** The rules of the plugin `hmac-auth`. */
export const hmacAuth = {
  name: "hmac-auth",
  purpose: "Security",
  help: "TODO",
  scopes: NO_CONSUMER,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "hide_credentials", type: "boolean", required: true, default: false },
      { name: "clock_skew", type: "number", default: 300, gt: 0 },
      { name: "anonymous", type: "string" },
      { name: "validate_request_body", type: "boolean", required: true, default: false },
      { name: "enforce_headers", type: "array", default: [], elements: { type: "string" } },
      {
        name: "algorithms",
        type: "array",
        default: ["hmac-sha1", "hmac-sha256", "hmac-sha384", "hmac-sha512"],
        elements: { type: "string", one_of: ["hmac-sha1", "hmac-sha256", "hmac-sha384", "hmac-sha512"] },
      },
      { name: "realm", type: "string" },
    ],
  },
} satisfies PluginSchema;
