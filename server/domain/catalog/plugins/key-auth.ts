import type { PluginSchema } from "../../kong-schema/schema";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { NO_CONSUMER } from "../parts/scopes";
import { HEADER_NAME } from "../parts/text";

/** The rules of the plugin `key-auth`. */
export const keyAuth = {
  name: "key-auth",
  purpose: "Authentication",
  help: "Lets in only requests that carry a consumer's API key.",
  scopes: NO_CONSUMER,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      {
        name: "key_names",
        type: "array",
        required: true,
        default: ["apikey"],
        elements: HEADER_NAME,
        help: "Names under which the key may be sent, as a header, query argument or form field.",
      },
      { name: "key_in_header", type: "boolean", required: true, default: true, help: "Takes the key from a header." },
      { name: "key_in_query", type: "boolean", required: true, default: true, help: "Takes the key from the query." },
      { name: "key_in_body", type: "boolean", required: true, default: false, help: "Takes the key from a form or a JSON body." },
      { name: "hide_credentials", type: "boolean", required: true, default: false, help: "Takes the key off before the service sees the request." },
      {
        name: "anonymous",
        type: "string",
        help: "The username or id of a consumer as whom requests without a key pass. Empty: they are refused.",
        isAdvanced: true,
      },
      {
        name: "run_on_preflight",
        type: "boolean",
        required: true,
        default: true,
        help: "Asks for the key on OPTIONS requests of browsers too.",
        isAdvanced: true,
      },
      { name: "realm", type: "string", help: "What a refused client is told to log in to.", isAdvanced: true },
    ],
  },
} satisfies PluginSchema;
