import type { PluginSchema } from "../../kong-schema/schema";
import { ANONYMOUS, HIDE_CREDENTIALS } from "../parts/authentication-fields";
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
      HIDE_CREDENTIALS,
      { name: "realm", type: "string", required: true, default: "service", help: "What a browser says that it is about when it asks for the password." },
      ANONYMOUS,
    ],
  },
} satisfies PluginSchema;
