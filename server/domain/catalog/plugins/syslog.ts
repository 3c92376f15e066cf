import type { PluginSchema } from "../../kong-schema/schema";
import { CUSTOM_FIELDS_BY_LUA } from "../parts/log-fields";
import { ANY_PROTOCOL } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";
import { SEVERITY } from "../parts/severity";

/** The rules of the plugin `syslog`. */
export const syslog = {
  name: "syslog",
  purpose: "Logging",
  help: "Writes an entry for each request to the node's syslog.",
  scopes: ANY_SCOPE,
  protocols: ANY_PROTOCOL,
  config: {
    type: "record",
    required: true,
    fields: [
      {
        name: "facility",
        type: "string",
        required: true,
        default: "user",
        one_of: [
          "auth",
          "authpriv",
          "cron",
          "daemon",
          "ftp",
          "kern",
          "lpr",
          "mail",
          "news",
          "syslog",
          "user",
          "uucp",
          "local0",
          "local1",
          "local2",
          "local3",
          "local4",
          "local5",
          "local6",
          "local7",
        ],
        help: "The part of the system that entries are from.",
      },
      { name: "log_level", ...SEVERITY, required: true, help: "The least severe entries that are written." },
      { name: "successful_severity", ...SEVERITY, required: true, help: "Of answers below 400.", isAdvanced: true },
      { name: "client_errors_severity", ...SEVERITY, required: true, help: "Of answers from 400 to 499.", isAdvanced: true },
      { name: "server_errors_severity", ...SEVERITY, required: true, help: "Of answers from 500 on.", isAdvanced: true },
      CUSTOM_FIELDS_BY_LUA,
    ],
  },
} satisfies PluginSchema;
