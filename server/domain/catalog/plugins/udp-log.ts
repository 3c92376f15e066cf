import type { PluginSchema } from "../../kong-schema/schema";
import { CUSTOM_FIELDS_BY_LUA } from "../parts/custom-fields-by-lua";
import { PORT } from "../parts/numbers";
import { ANY_PROTOCOL } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";
import { HOST } from "../parts/text";

/** The rules of the plugin `udp-log`. */
export const udpLog = {
  name: "udp-log",
  purpose: "Logging",
  help: "Sends an entry for each request over UDP.",
  scopes: ANY_SCOPE,
  protocols: ANY_PROTOCOL,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "host", ...HOST, required: true, help: "Where entries go." },
      { name: "port", ...PORT, required: true },
      { name: "custom_fields_by_lua", ...CUSTOM_FIELDS_BY_LUA, help: "Fields of your own, each made by a line of Lua.", isAdvanced: true },
      { name: "timeout", type: "number", default: 10000, help: "How long to wait, in milliseconds.", isAdvanced: true },
    ],
  },
} satisfies PluginSchema;
