import type { PluginSchema } from "../../kong-schema/schema";
import { CUSTOM_FIELDS_BY_LUA } from "../parts/custom-fields-by-lua";
import { PORT } from "../parts/numbers";
import { ANY_PROTOCOL } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";
import { HOST, SECRET_REFERENCE } from "../parts/text";

/** The rules of the plugin `loggly`. */
export const loggly = {
  name: "loggly",
  purpose: "Security",
  help: "TODO",
  scopes: ANY_SCOPE,
  protocols: ANY_PROTOCOL,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "host", ...HOST, default: "logs-01.loggly.com" },
      { name: "port", ...PORT, default: 514 },
      { name: "key", ...SECRET_REFERENCE, required: true },
      { name: "tags", type: "set", default: ["kong"], elements: { type: "string" } },
      { name: "log_level", type: "string", default: "info", one_of: ["debug", "info", "notice", "warning", "err", "crit", "alert", "emerg"] },
      { name: "successful_severity", type: "string", default: "info", one_of: ["debug", "info", "notice", "warning", "err", "crit", "alert", "emerg"] },
      { name: "client_errors_severity", type: "string", default: "info", one_of: ["debug", "info", "notice", "warning", "err", "crit", "alert", "emerg"] },
      { name: "server_errors_severity", type: "string", default: "info", one_of: ["debug", "info", "notice", "warning", "err", "crit", "alert", "emerg"] },
      { name: "timeout", type: "number", default: 10000 },
      { name: "custom_fields_by_lua", ...CUSTOM_FIELDS_BY_LUA },
    ],
  },
} satisfies PluginSchema;
