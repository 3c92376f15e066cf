import type { PluginSchema } from "../../kong-schema/schema";
import { LLM, MAX_REQUEST_BODY_SIZE } from "../parts/llm";
import { PORT } from "../parts/numbers";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";
import { HOST } from "../parts/text";

/** The rules of the plugin `ai-response-transformer`. */
export const aiResponseTransformer = {
  name: "ai-response-transformer",
  purpose: "Security",
  help: "TODO",
  scopes: ANY_SCOPE,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "prompt", type: "string", required: true },
      { name: "transformation_extract_pattern", type: "string" },
      { name: "parse_llm_response_json_instructions", type: "boolean", required: true, default: false },
      { name: "http_timeout", type: "integer", required: true, default: 60000 },
      { name: "https_verify", type: "boolean", required: true, default: true },
      { name: "max_request_body_size", ...MAX_REQUEST_BODY_SIZE },
      { name: "http_proxy_host", ...HOST },
      { name: "http_proxy_port", ...PORT },
      { name: "https_proxy_host", ...HOST },
      { name: "https_proxy_port", ...PORT },
      { name: "llm", ...LLM },
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
