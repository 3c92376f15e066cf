import type { PluginSchema } from "../../kong-schema/schema";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";

/** The rules of the plugin `correlation-id`. */
export const correlationId = {
  name: "correlation-id",
  purpose: "Security",
  help: "TODO",
  scopes: ANY_SCOPE,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "header_name", type: "string", default: "Kong-Request-ID" },
      { name: "generator", type: "string", required: true, default: "uuid#counter", one_of: ["uuid", "uuid#counter", "tracker"] },
      { name: "echo_downstream", type: "boolean", required: true, default: false },
    ],
  },
} satisfies PluginSchema;
