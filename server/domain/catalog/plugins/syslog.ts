import type { PluginSchema } from "../../kong-schema/schema";
import { CUSTOM_FIELDS_BY_LUA } from "../parts/custom-fields-by-lua";
import { ANY_PROTOCOL } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";

/** The rules of the plugin `syslog`. */
export const syslog = {
  name: "syslog",
  purpose: "Security",
  help: "TODO",
  scopes: ANY_SCOPE,
  protocols: ANY_PROTOCOL,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "log_level", type: "string", required: true, default: "info", one_of: ["debug", "info", "notice", "warning", "err", "crit", "alert", "emerg"] },
      {
        name: "successful_severity",
        type: "string",
        required: true,
        default: "info",
        one_of: ["debug", "info", "notice", "warning", "err", "crit", "alert", "emerg"],
      },
      {
        name: "client_errors_severity",
        type: "string",
        required: true,
        default: "info",
        one_of: ["debug", "info", "notice", "warning", "err", "crit", "alert", "emerg"],
      },
      {
        name: "server_errors_severity",
        type: "string",
        required: true,
        default: "info",
        one_of: ["debug", "info", "notice", "warning", "err", "crit", "alert", "emerg"],
      },
      { name: "custom_fields_by_lua", ...CUSTOM_FIELDS_BY_LUA },
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
      },
    ],
  },
} satisfies PluginSchema;
