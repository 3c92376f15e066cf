import type { PluginSchema } from "../../kong-schema/schema";
import { CONNECTION_TIMEOUT, CUSTOM_FIELDS_BY_LUA, KEEPALIVE } from "../parts/log-fields";
import { ANY_PROTOCOL } from "../parts/protocols";
import { QUEUE } from "../parts/queue";
import { retiredQueueFields } from "../parts/retired-queue-fields";
import { ANY_SCOPE } from "../parts/scopes";
import { HEADER_NAME, SECRET_REFERENCE } from "../parts/text";

/** The rules of the plugin `http-log`. */
export const httpLog = {
  name: "http-log",
  purpose: "Logging",
  help: "Sends an entry for each request to an HTTP server.",
  scopes: ANY_SCOPE,
  protocols: ANY_PROTOCOL,
  config: {
    type: "record",
    required: true,
    check: "http_log_authorization",
    fields: [
      { name: "http_endpoint", ...SECRET_REFERENCE, required: true, check: "validate_url", help: "Where entries go." },
      { name: "method", type: "string", default: "POST", one_of: ["POST", "PUT", "PATCH"], help: "How they are sent." },
      {
        name: "headers",
        type: "map",
        keys: {
          ...HEADER_NAME,
          match_none: [
            { pattern: "^[Hh][Oo][Ss][Tt]$", err: "cannot contain 'Host' header" },
            { pattern: "^[Cc][Oo][Nn][Tt][Ee][Nn][Tt]%-[Ll][Ee][nn][Gg][Tt][Hh]$", err: "cannot contain 'Content-Length' header" },
            { pattern: "^[Cc][Oo][Nn][Tt][Ee][Nn][Tt]%-[Tt][Yy][Pp][Ee]$", err: "cannot contain 'Content-Type' header" },
          ],
        },
        values: SECRET_REFERENCE,
        help: "Headers to send along, such as a key.",
      },
      { name: "content_type", type: "string", default: "application/json", one_of: ["application/json", "application/json; charset=utf-8"], isAdvanced: true },
      CUSTOM_FIELDS_BY_LUA,
      CONNECTION_TIMEOUT,
      KEEPALIVE,
      { name: "queue", ...QUEUE, help: "How entries wait to be sent.", isAdvanced: true },
      ...retiredQueueFields("http-log"),
    ],
  },
} satisfies PluginSchema;
