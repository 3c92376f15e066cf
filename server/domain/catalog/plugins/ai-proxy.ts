import type { PluginSchema } from "../../kong-schema/schema";
import { LLM_AUTH, LLM_CHECKS, LLM_FORMAT, LLM_LOGGING, LLM_MODEL, MAX_REQUEST_BODY_SIZE } from "../parts/llm";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";

/** The rules of the plugin `ai-proxy`. */
export const aiProxy = {
  name: "ai-proxy",
  purpose: "Security",
  help: "TODO",
  scopes: ANY_SCOPE,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "route_type", type: "string", required: true, one_of: ["llm/v1/chat", "llm/v1/completions", "preserve"] },
      { name: "auth", ...LLM_AUTH },
      { name: "model", ...LLM_MODEL },
      { name: "logging", ...LLM_LOGGING },
      { name: "response_streaming", type: "string", default: "allow", one_of: ["allow", "deny", "always"] },
      { name: "max_request_body_size", ...MAX_REQUEST_BODY_SIZE },
      { name: "model_name_header", type: "boolean", default: true },
      { name: "llm_format", ...LLM_FORMAT },
    ],
    entity_checks: LLM_CHECKS,
  },
  entity_checks: [
    {
      conditional: {
        if_field: "config.llm_format",
        if_match: { one_of: ["bedrock", "gemini"] },
        then_field: "config.route_type",
        then_match: { eq: { value: "llm/v1/chat" } },
        then_err: "native provider options in llm_format can only be used with the 'llm/v1/chat' route_type",
      },
    },
    {
      conditional: {
        if_field: "config.llm_format",
        if_match: { eq: { value: "bedrock" } },
        then_field: "config.model.provider",
        then_match: { eq: { value: "bedrock" } },
        then_err: "native llm_format 'bedrock' can only be used with the 'bedrock' model.provider",
      },
    },
    {
      conditional: {
        if_field: "config.llm_format",
        if_match: { eq: { value: "gemini" } },
        then_field: "config.model.provider",
        then_match: { eq: { value: "gemini" } },
        then_err: "native llm_format 'gemini' can only be used with the 'gemini' model.provider",
      },
    },
  ],
} satisfies PluginSchema;
