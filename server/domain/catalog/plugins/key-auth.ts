import type { PluginSchema } from "../../kong-schema/schema";
import { ANONYMOUS, HIDE_CREDENTIALS, REALM, RUN_ON_PREFLIGHT } from "../parts/authentication-fields";
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
      HIDE_CREDENTIALS,
      ANONYMOUS,
      RUN_ON_PREFLIGHT,
      REALM,
    ],
  },
} satisfies PluginSchema;
