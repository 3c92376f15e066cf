import type { PluginSchema } from "../../kong-schema/schema";
import { CUSTOM_FIELDS_BY_LUA } from "../parts/custom-fields-by-lua";
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
      { name: "custom_fields_by_lua", ...CUSTOM_FIELDS_BY_LUA, help: "Fields of your own, each made by a line of Lua.", isAdvanced: true },
      { name: "timeout", type: "number", default: 10000, help: "How long to wait, in milliseconds.", isAdvanced: true },
      { name: "keepalive", type: "number", default: 60000, help: "How long a connection that rests is kept, in milliseconds.", isAdvanced: true },
    ],
  },
} satisfies PluginSchema;
