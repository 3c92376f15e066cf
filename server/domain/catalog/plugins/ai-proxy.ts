import type { PluginSchema } from "../../kong-schema/schema";
import { LLM_CHECKS, LLM_FIELDS, LLM_FORMAT, MAX_REQUEST_BODY_SIZE } from "../parts/llm";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";

/** The rules of the plugin `ai-proxy`. */
export const aiProxy = {
  name: "ai-proxy",
  purpose: "AI",
  help: "Passes chats on to a language model, in one format whoever runs it.",
  scopes: ANY_SCOPE,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      ...LLM_FIELDS,
      { name: "response_streaming", type: "string", default: "allow", one_of: ["allow", "deny", "always"], help: "Whether answers may come word by word." },
      { name: "llm_format", ...LLM_FORMAT, help: "The format in which clients speak.", isAdvanced: true },
      { name: "max_request_body_size", ...MAX_REQUEST_BODY_SIZE, help: "How much of a request is read, in bytes.", isAdvanced: true },
      { name: "model_name_header", type: "boolean", default: true, help: "Tells the client the model in a header.", isAdvanced: true },
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
