import type { PluginSchema } from "../../kong-schema/schema";
import { LUA_PHASES } from "../parts/lua-phases";
import { ANY_PROTOCOL } from "../parts/protocols";
import { NO_CONSUMER } from "../parts/scopes";

/** The rules of the plugin `post-function`. */
export const postFunction = {
  name: "post-function",
  purpose: "Serverless",
  help: "Runs Lua of your own after all other plugins.",
  scopes: NO_CONSUMER,
  protocols: ANY_PROTOCOL,
  config: { type: "record", required: true, fields: LUA_PHASES },
  entity_checks: [{ at_least_one_of: ["config.certificate", "config.rewrite", "config.access", "config.header_filter", "config.body_filter", "config.log"] }],
} satisfies PluginSchema;
