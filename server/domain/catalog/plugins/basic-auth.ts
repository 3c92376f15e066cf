import type { PluginSchema } from "../../kong-schema/schema";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { NO_CONSUMER } from "../parts/scopes";

/** The rules of the plugin `basic-auth`. */
export const basicAuth = {
  name: "basic-auth",
  purpose: "Authentication",
  help: "Lets in only requests with a consumer's user name and password.",
  scopes: NO_CONSUMER,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      {
        name: "hide_credentials",
        type: "boolean",
        required: true,
        default: false,
        help: "Takes user name and password off before the service sees the request.",
      },
      { name: "realm", type: "string", required: true, default: "service", help: "What a browser says that it is about when it asks for the password." },
      {
        name: "anonymous",
        type: "string",
        help: "The username or id of a consumer as whom requests without a password pass. Empty: they are refused.",
        isAdvanced: true,
      },
    ],
  },
} satisfies PluginSchema;
