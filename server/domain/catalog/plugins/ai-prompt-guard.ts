import type { PluginSchema } from "../../kong-schema/schema";
import { LLM_FORMAT, MAX_REQUEST_BODY_SIZE } from "../parts/llm";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";

/** The rules of the plugin `ai-prompt-guard`. */
export const aiPromptGuard = {
  name: "ai-prompt-guard",
  purpose: "AI",
  help: "Lets chats through, or refuses them, by patterns.",
  scopes: ANY_SCOPE,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "allow_patterns", type: "array", len_max: 10, elements: { type: "string", len_min: 1, len_max: 500 }, help: "Patterns of which one must match." },
      { name: "deny_patterns", type: "array", len_max: 10, elements: { type: "string", len_min: 1, len_max: 500 }, help: "Patterns of which none may match." },
      { name: "allow_all_conversation_history", type: "boolean", required: true, default: false, help: "Looks at the last message alone.", isAdvanced: true },
      {
        name: "match_all_roles",
        type: "boolean",
        required: true,
        default: false,
        help: "Looks at messages of all roles, and not of the user alone.",
        isAdvanced: true,
      },
      { name: "llm_format", ...LLM_FORMAT, help: "The format in which clients speak.", isAdvanced: true },
      { name: "max_request_body_size", ...MAX_REQUEST_BODY_SIZE, help: "How much of a request is read, in bytes.", isAdvanced: true },
    ],
  },
  entity_checks: [
    { at_least_one_of: ["config.allow_patterns", "config.deny_patterns"] },
    {
      conditional: {
        if_field: "config.match_all_roles",
        if_match: { eq: { value: true } },
        then_field: "config.allow_all_conversation_history",
        then_match: { eq: { value: false } },
      },
    },
  ],
} satisfies PluginSchema;
