import type { PluginSchema } from "../../kong-schema/schema";
import { AI_TRANSFORMER_CHECKS, AI_TRANSFORMER_FIELDS } from "../parts/ai-transformer-fields";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";

/** The rules of the plugin `ai-response-transformer`. */
export const aiResponseTransformer = {
  name: "ai-response-transformer",
  purpose: "AI",
  help: "Has a language model rewrite answers before the client sees them.",
  scopes: ANY_SCOPE,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "prompt", type: "string", required: true, help: "What the model shall do with the answer." },
      { name: "parse_llm_response_json_instructions", type: "boolean", required: true, default: false, help: "The model decides on status and headers too." },
      ...AI_TRANSFORMER_FIELDS,
    ],
  },
  entity_checks: AI_TRANSFORMER_CHECKS,
} satisfies PluginSchema;
