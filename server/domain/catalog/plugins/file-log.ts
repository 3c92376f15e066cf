import type { PluginSchema } from "../../kong-schema/schema";
import { CUSTOM_FIELDS_BY_LUA } from "../parts/custom-fields-by-lua";
import { ANY_PROTOCOL } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";

/** The rules of the plugin `file-log`. */
export const fileLog = {
  name: "file-log",
  purpose: "Security",
  help: "TODO",
  scopes: ANY_SCOPE,
  protocols: ANY_PROTOCOL,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "path", type: "string", required: true, match: "^[^*&%%\\`]+$", err: "not a valid filename" },
      { name: "reopen", type: "boolean", required: true, default: false },
      { name: "custom_fields_by_lua", ...CUSTOM_FIELDS_BY_LUA },
    ],
  },
} satisfies PluginSchema;
