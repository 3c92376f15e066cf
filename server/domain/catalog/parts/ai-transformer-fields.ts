import type { EntityCheck, NamedField } from "../../kong-schema/schema";
import { LLM, MAX_REQUEST_BODY_SIZE } from "./llm";
import { PORT } from "./numbers";
import { HOST } from "./text";

/** What a plugin that asks a model has besides its prompt. */
export const AI_TRANSFORMER_FIELDS = [
  { name: "llm", ...LLM, help: "The model." },
  { name: "transformation_extract_pattern", type: "string", help: "A pattern that finds the new text in the model's answer." },
  { name: "http_timeout", type: "integer", required: true, default: 60000, help: "How long to wait for the model, in milliseconds.", isAdvanced: true },
  { name: "https_verify", type: "boolean", required: true, default: true, help: "Whether to check its certificate.", isAdvanced: true },
  { name: "max_request_body_size", ...MAX_REQUEST_BODY_SIZE, help: "How much of a request is read, in bytes.", isAdvanced: true },
  { name: "http_proxy_host", ...HOST, help: "A proxy for http; needs its port.", isAdvanced: true },
  { name: "http_proxy_port", ...PORT, isAdvanced: true },
  { name: "https_proxy_host", ...HOST, help: "A proxy for https; needs its port.", isAdvanced: true },
  { name: "https_proxy_port", ...PORT, isAdvanced: true },
] as const satisfies readonly NamedField[];

/** What holds across those fields. */
export const AI_TRANSFORMER_CHECKS = [
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
] as const satisfies readonly EntityCheck[];
