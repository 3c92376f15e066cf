import type { PluginSchema } from "../../kong-schema/schema";
import { AI_TRANSFORMER_CHECKS, AI_TRANSFORMER_FIELDS } from "../parts/ai-transformer-fields";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { NO_CONSUMER } from "../parts/scopes";

/** The rules of the plugin `ai-request-transformer`. */
export const aiRequestTransformer = {
  name: "ai-request-transformer",
  purpose: "AI",
  help: "Has a language model rewrite requests before the service sees them.",
  scopes: NO_CONSUMER,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [{ name: "prompt", type: "string", required: true, help: "What the model shall do with the request." }, ...AI_TRANSFORMER_FIELDS],
  },
  entity_checks: AI_TRANSFORMER_CHECKS,
} satisfies PluginSchema;
