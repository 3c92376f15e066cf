import type { PluginSchema } from "../../kong-schema/schema";
import { CUSTOM_FIELDS_BY_LUA } from "../parts/custom-fields-by-lua";
import { PORT } from "../parts/numbers";
import { ANY_PROTOCOL } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";
import { HOST } from "../parts/text";

/** The rules of the plugin `udp-log`. */
export const udpLog = {
  name: "udp-log",
  purpose: "Security",
  help: "TODO",
  scopes: ANY_SCOPE,
  protocols: ANY_PROTOCOL,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "host", ...HOST, required: true },
      { name: "port", ...PORT, required: true },
      { name: "timeout", type: "number", default: 10000 },
      { name: "custom_fields_by_lua", ...CUSTOM_FIELDS_BY_LUA },
    ],
  },
} satisfies PluginSchema;
