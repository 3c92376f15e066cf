import type { PluginSchema } from "../../kong-schema/schema";
import { CONNECTION_TIMEOUT, CUSTOM_FIELDS_BY_LUA, KEEPALIVE } from "../parts/log-fields";
import { PORT } from "../parts/numbers";
import { ANY_PROTOCOL } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";
import { HOST } from "../parts/text";

/** The rules of the plugin `tcp-log`. */
export const tcpLog = {
  name: "tcp-log",
  purpose: "Logging",
  help: "Sends an entry for each request over TCP.",
  scopes: ANY_SCOPE,
  protocols: ANY_PROTOCOL,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "host", ...HOST, required: true, help: "Where entries go." },
      { name: "port", ...PORT, required: true },
      { name: "tls", type: "boolean", required: true, default: false, help: "Talks TLS." },
      { name: "tls_sni", type: "string", help: "The server name that is asked for.", isAdvanced: true },
      CUSTOM_FIELDS_BY_LUA,
      CONNECTION_TIMEOUT,
      KEEPALIVE,
    ],
  },
} satisfies PluginSchema;
