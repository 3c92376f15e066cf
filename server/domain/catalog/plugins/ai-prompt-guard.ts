import type { PluginSchema } from "../../kong-schema/schema";
import { LLM_FORMAT, MAX_REQUEST_BODY_SIZE } from "../parts/llm";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";

/** The rules of the plugin `ai-prompt-guard`. */
export const aiPromptGuard = {
  name: "ai-prompt-guard",
  purpose: "Security",
  help: "TODO",
  scopes: ANY_SCOPE,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "allow_patterns", type: "array", len_max: 10, elements: { type: "string", len_min: 1, len_max: 500 } },
      { name: "deny_patterns", type: "array", len_max: 10, elements: { type: "string", len_min: 1, len_max: 500 } },
      { name: "allow_all_conversation_history", type: "boolean", required: true, default: false },
      { name: "max_request_body_size", ...MAX_REQUEST_BODY_SIZE },
      { name: "match_all_roles", type: "boolean", required: true, default: false },
      { name: "llm_format", ...LLM_FORMAT },
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
