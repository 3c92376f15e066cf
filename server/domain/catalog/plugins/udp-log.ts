import type { PluginSchema } from "../../kong-schema/schema";
import { CONNECTION_TIMEOUT, CUSTOM_FIELDS_BY_LUA } from "../parts/log-fields";
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
      CUSTOM_FIELDS_BY_LUA,
      CONNECTION_TIMEOUT,
    ],
  },
} satisfies PluginSchema;
