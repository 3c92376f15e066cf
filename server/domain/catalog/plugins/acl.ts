import type { PluginSchema } from "../../kong-schema/schema";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { NO_CONSUMER } from "../parts/scopes";

/** The rules of the plugin `acl`. */
export const acl = {
  name: "acl",
  purpose: "Security",
  help: "Lets in or keeps out consumers by their groups.",
  scopes: NO_CONSUMER,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "allow", type: "array", elements: { type: "string" }, help: "Groups that get in. Either this or deny." },
      { name: "deny", type: "array", elements: { type: "string" }, help: "Groups that are kept out. Either this or allow." },
      { name: "hide_groups_header", type: "boolean", required: true, default: false, help: "Does not tell the service the consumer's groups." },
      {
        name: "always_use_authenticated_groups",
        type: "boolean",
        required: true,
        default: false,
        help: "Goes by the groups that an authentication plugin found, even where the consumer has some.",
        isAdvanced: true,
      },
    ],
  },
  entity_checks: [{ only_one_of: ["config.allow", "config.deny"] }, { at_least_one_of: ["config.allow", "config.deny"] }],
} satisfies PluginSchema;
