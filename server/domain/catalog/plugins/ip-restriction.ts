import type { PluginSchema } from "../../kong-schema/schema";
import { ALL_PROTOCOLS } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";
import { IP_OR_CIDR } from "../parts/text";

/** The rules of the plugin `ip-restriction`. */
export const ipRestriction = {
  name: "ip-restriction",
  purpose: "Security",
  help: "Lets in or keeps out clients by their addresses.",
  scopes: ANY_SCOPE,
  protocols: { default: ["http", "https", "tcp", "tls", "grpc", "grpcs"], allowed: ALL_PROTOCOLS },
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "allow", type: "array", elements: IP_OR_CIDR, help: "Addresses or ranges that get in, such as 10.0.0.0/8." },
      { name: "deny", type: "array", elements: IP_OR_CIDR, help: "Addresses or ranges that are kept out." },
      { name: "status", type: "number", help: "The status that a client kept out gets. Empty: 403.", isAdvanced: true },
      { name: "message", type: "string", help: "What a client kept out reads.", isAdvanced: true },
    ],
  },
  entity_checks: [{ at_least_one_of: ["config.allow", "config.deny"] }],
} satisfies PluginSchema;
