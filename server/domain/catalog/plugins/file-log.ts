import type { PluginSchema } from "../../kong-schema/schema";
import { CUSTOM_FIELDS_BY_LUA } from "../parts/log-fields";
import { ANY_PROTOCOL } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";

/** The rules of the plugin `file-log`. */
export const fileLog = {
  name: "file-log",
  purpose: "Logging",
  help: "Writes an entry for each request to a file on the node.",
  scopes: ANY_SCOPE,
  protocols: ANY_PROTOCOL,
  config: {
    type: "record",
    required: true,
    fields: [
      {
        name: "path",
        type: "string",
        required: true,
        match: "^[^*&%%\\`]+$",
        err: "not a valid filename",
        help: "The file; /dev/stdout for the node's own log.",
      },
      { name: "reopen", type: "boolean", required: true, default: false, help: "Opens the file anew for each entry, so that it can be rotated." },
      CUSTOM_FIELDS_BY_LUA,
    ],
  },
} satisfies PluginSchema;
