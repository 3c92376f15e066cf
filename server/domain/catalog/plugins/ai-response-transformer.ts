import type { PluginSchema } from "../../kong-schema/schema";
import { LLM, MAX_REQUEST_BODY_SIZE } from "../parts/llm";
import { PORT } from "../parts/numbers";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";
import { HOST } from "../parts/text";

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
      { name: "llm", ...LLM, help: "The model." },
      { name: "transformation_extract_pattern", type: "string", help: "A pattern that finds the new answer in the model's." },
      { name: "parse_llm_response_json_instructions", type: "boolean", required: true, default: false, help: "The model decides on status and headers too." },
      { name: "http_timeout", type: "integer", required: true, default: 60000, help: "How long to wait for the model, in milliseconds.", isAdvanced: true },
      { name: "https_verify", type: "boolean", required: true, default: true, help: "Whether to check its certificate.", isAdvanced: true },
      { name: "max_request_body_size", ...MAX_REQUEST_BODY_SIZE, help: "How much of a request is read, in bytes.", isAdvanced: true },
      { name: "http_proxy_host", ...HOST, help: "A proxy for http; needs its port.", isAdvanced: true },
      { name: "http_proxy_port", ...PORT, isAdvanced: true },
      { name: "https_proxy_host", ...HOST, help: "A proxy for https; needs its port.", isAdvanced: true },
      { name: "https_proxy_port", ...PORT, isAdvanced: true },
    ],
  },
  entity_checks: [
    {
      conditional: {
        if_field: "config.llm.route_type",
        if_match: { not_one_of: ["llm/v1/chat"] },
        then_field: "config.llm.route_type",
        then_match: { eq: { value: "llm/v1/chat" } },
        then_err: "'config.llm.route_type' must be 'llm/v1/chat' for AI transformer plugins",
      },
    },
    { mutually_required: ["config.http_proxy_host", "config.http_proxy_port"] },
    { mutually_required: ["config.https_proxy_host", "config.https_proxy_port"] },
  ],
} satisfies PluginSchema;
