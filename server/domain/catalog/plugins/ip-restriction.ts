import type { PluginSchema } from "../../kong-schema/schema";
import { ALL_PROTOCOLS } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";
import { IP_OR_CIDR } from "../parts/text";

/** The rules of the plugin `ip-restriction`. */
export const ipRestriction = {
  name: "ip-restriction",
  purpose: "Security",
  help: "TODO",
  scopes: ANY_SCOPE,
  protocols: { default: ["http", "https", "tcp", "tls", "grpc", "grpcs"], allowed: ALL_PROTOCOLS },
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "allow", type: "array", elements: IP_OR_CIDR },
      { name: "deny", type: "array", elements: IP_OR_CIDR },
      { name: "status", type: "number" },
      { name: "message", type: "string" },
    ],
  },
  entity_checks: [{ at_least_one_of: ["config.allow", "config.deny"] }],
} satisfies PluginSchema;
