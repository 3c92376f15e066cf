import type { PluginSchema } from "../../kong-schema/schema";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { NO_CONSUMER } from "../parts/scopes";

/** The rules of the plugin `acl`. */
export const acl = {
  name: "acl",
  purpose: "Security",
  help: "TODO",
  scopes: NO_CONSUMER,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "allow", type: "array", elements: { type: "string" } },
      { name: "deny", type: "array", elements: { type: "string" } },
      { name: "hide_groups_header", type: "boolean", required: true, default: false },
      { name: "always_use_authenticated_groups", type: "boolean", required: true, default: false },
    ],
  },
  entity_checks: [{ only_one_of: ["config.allow", "config.deny"] }, { at_least_one_of: ["config.allow", "config.deny"] }],
} satisfies PluginSchema;
