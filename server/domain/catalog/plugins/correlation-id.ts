import type { PluginSchema } from "../../kong-schema/schema";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";

/** The rules of the plugin `correlation-id`. */
export const correlationId = {
  name: "correlation-id",
  purpose: "Traffic control",
  help: "Gives each request an id, by which it is found in the logs of all who handled it.",
  scopes: ANY_SCOPE,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "header_name", type: "string", default: "Kong-Request-ID", help: "The header that carries the id." },
      { name: "generator", type: "string", required: true, default: "uuid#counter", one_of: ["uuid", "uuid#counter", "tracker"], help: "What ids look like." },
      { name: "echo_downstream", type: "boolean", required: true, default: false, help: "Tells the client the id too." },
    ],
  },
} satisfies PluginSchema;
