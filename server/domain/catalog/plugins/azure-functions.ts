import type { PluginSchema } from "../../kong-schema/schema";
import { KEEPALIVE } from "../parts/log-fields";
import { ANY_PROTOCOL } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";
import { SECRET_REFERENCE } from "../parts/text";

/** The rules of the plugin `azure-functions`. */
export const azureFunctions = {
  name: "azure-functions",
  purpose: "Serverless",
  help: "Answers requests with a function of Azure.",
  scopes: ANY_SCOPE,
  protocols: ANY_PROTOCOL,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "appname", type: "string", required: true, help: "The name of the function app." },
      { name: "functionname", type: "string", required: true, help: "The name of the function." },
      { name: "apikey", ...SECRET_REFERENCE, help: "The key to call it." },
      { name: "clientid", ...SECRET_REFERENCE, help: "The id of a client, where the key has one.", isAdvanced: true },
      { name: "hostdomain", type: "string", required: true, default: "azurewebsites.net", help: "The domain of the app.", isAdvanced: true },
      { name: "routeprefix", type: "string", default: "api", help: "What the function's path begins with.", isAdvanced: true },
      { name: "https", type: "boolean", default: true, help: "Talks https.", isAdvanced: true },
      { name: "https_verify", type: "boolean", default: false, help: "Whether to check the certificate.", isAdvanced: true },
      { name: "timeout", type: "number", default: 600000, help: "How long to wait, in milliseconds.", isAdvanced: true },
      KEEPALIVE,
    ],
  },
} satisfies PluginSchema;
