import type { PluginSchema } from "../../kong-schema/schema";
import { ANY_PROTOCOL } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";
import { SECRET_REFERENCE } from "../parts/text";

/** The rules of the plugin `azure-functions`. */
export const azureFunctions = {
  name: "azure-functions",
  purpose: "Security",
  help: "TODO",
  scopes: ANY_SCOPE,
  protocols: ANY_PROTOCOL,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "timeout", type: "number", default: 600000 },
      { name: "keepalive", type: "number", default: 60000 },
      { name: "https", type: "boolean", default: true },
      { name: "https_verify", type: "boolean", default: false },
      { name: "apikey", ...SECRET_REFERENCE },
      { name: "clientid", ...SECRET_REFERENCE },
      { name: "appname", type: "string", required: true },
      { name: "hostdomain", type: "string", required: true, default: "azurewebsites.net" },
      { name: "routeprefix", type: "string", default: "api" },
      { name: "functionname", type: "string", required: true },
    ],
  },
} satisfies PluginSchema;
