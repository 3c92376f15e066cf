import type { PluginSchema } from "../../kong-schema/schema";
import { CONNECTION_TIMEOUT, CUSTOM_FIELDS_BY_LUA } from "../parts/log-fields";
import { PORT } from "../parts/numbers";
import { ANY_PROTOCOL } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";
import { SEVERITY } from "../parts/severity";
import { HOST, SECRET_REFERENCE } from "../parts/text";

/** The rules of the plugin `loggly`. */
export const loggly = {
  name: "loggly",
  purpose: "Logging",
  help: "Sends an entry for each request to Loggly.",
  scopes: ANY_SCOPE,
  protocols: ANY_PROTOCOL,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "key", ...SECRET_REFERENCE, required: true, help: "Your customer token." },
      { name: "tags", type: "set", default: ["kong"], elements: { type: "string" }, help: "Tags of the entries." },
      { name: "log_level", ...SEVERITY, help: "The least severe entries that are sent." },
      { name: "host", ...HOST, default: "logs-01.loggly.com", help: "Where Loggly is.", isAdvanced: true },
      { name: "port", ...PORT, default: 514, isAdvanced: true },
      { name: "successful_severity", ...SEVERITY, help: "Of answers below 400.", isAdvanced: true },
      { name: "client_errors_severity", ...SEVERITY, help: "Of answers from 400 to 499.", isAdvanced: true },
      { name: "server_errors_severity", ...SEVERITY, help: "Of answers from 500 on.", isAdvanced: true },
      CONNECTION_TIMEOUT,
      CUSTOM_FIELDS_BY_LUA,
    ],
  },
} satisfies PluginSchema;
