import type { PluginSchema } from "../../kong-schema/schema";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { NO_CONSUMER } from "../parts/scopes";

/** The rules of the plugin `basic-auth`. */
export const basicAuth = {
  name: "basic-auth",
  purpose: "Security",
  help: "TODO",
  scopes: NO_CONSUMER,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "anonymous", type: "string" },
      { name: "hide_credentials", type: "boolean", required: true, default: false },
      { name: "realm", type: "string", required: true, default: "service" },
    ],
  },
} satisfies PluginSchema;
