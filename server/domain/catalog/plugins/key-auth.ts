import type { PluginSchema } from "../../kong-schema/schema";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { NO_CONSUMER } from "../parts/scopes";
import { HEADER_NAME } from "../parts/text";

/** The rules of the plugin `key-auth`. */
export const keyAuth = {
  name: "key-auth",
  purpose: "Security",
  help: "TODO",
  scopes: NO_CONSUMER,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "key_names", type: "array", required: true, default: ["apikey"], elements: HEADER_NAME },
      { name: "hide_credentials", type: "boolean", required: true, default: false },
      { name: "anonymous", type: "string" },
      { name: "key_in_header", type: "boolean", required: true, default: true },
      { name: "key_in_query", type: "boolean", required: true, default: true },
      { name: "key_in_body", type: "boolean", required: true, default: false },
      { name: "run_on_preflight", type: "boolean", required: true, default: true },
      { name: "realm", type: "string" },
    ],
  },
} satisfies PluginSchema;
