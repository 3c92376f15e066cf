import type { EntityCheck, FieldSchema } from "../../kong-schema/schema";
import { SECRET_REFERENCE, URL } from "./text";

/** Which language model is asked, and how. */
export const LLM_MODEL = {
  type: "record",
  required: true,
  fields: [
    {
      name: "provider",
      type: "string",
      required: true,
      one_of: ["openai", "azure", "anthropic", "cohere", "mistral", "llama2", "gemini", "bedrock", "huggingface"],
    },
    { name: "name", type: "string" },
    {
      name: "options",
      type: "record",
      fields: [
        { name: "max_tokens", type: "integer" },
        { name: "input_cost", type: "number", gt: 0 },
        { name: "output_cost", type: "number", gt: 0 },
        { name: "temperature", type: "number", between: [0, 5] },
        { name: "top_p", type: "number", between: [0, 1] },
        { name: "top_k", type: "integer", between: [0, 500] },
        { name: "anthropic_version", type: "string" },
        { name: "azure_instance", type: "string" },
        { name: "azure_api_version", type: "string", default: "2023-05-15" },
        { name: "azure_deployment_id", type: "string" },
        { name: "llama2_format", type: "string", one_of: ["raw", "openai", "ollama"] },
        { name: "mistral_format", type: "string", one_of: ["openai", "ollama"] },
        { name: "upstream_url", ...URL },
        { name: "upstream_path", type: "string" },
        {
          name: "gemini",
          type: "record",
          fields: [
            { name: "api_endpoint", type: "string" },
            { name: "project_id", type: "string" },
            { name: "location_id", type: "string" },
          ],
          entity_checks: [{ mutually_required: ["api_endpoint", "project_id", "location_id"] }],
        },
        { name: "bedrock", type: "record", fields: [{ name: "aws_region", type: "string" }] },
        {
          name: "huggingface",
          type: "record",
          fields: [
            { name: "use_cache", type: "boolean" },
            { name: "wait_for_model", type: "boolean" },
          ],
        },
      ],
    },
  ],
} as const satisfies FieldSchema;

/** How Kong proves itself to the provider of a model. */
export const LLM_AUTH = {
  type: "record",
  fields: [
    { name: "header_name", type: "string", referenceable: true },
    { name: "header_value", ...SECRET_REFERENCE },
    { name: "param_name", type: "string", referenceable: true },
    { name: "param_value", ...SECRET_REFERENCE },
    { name: "param_location", type: "string", one_of: ["query", "body"] },
    { name: "gcp_use_service_account", type: "boolean", default: false },
    { name: "gcp_service_account_json", type: "string", referenceable: true },
    { name: "aws_access_key_id", ...SECRET_REFERENCE },
    { name: "aws_secret_access_key", ...SECRET_REFERENCE },
    { name: "allow_override", type: "boolean", default: false },
  ],
} as const satisfies FieldSchema;

/** What of a talk with a model is logged. */
export const LLM_LOGGING = {
  type: "record",
  required: true,
  fields: [
    { name: "log_statistics", type: "boolean", required: true, default: false },
    { name: "log_payloads", type: "boolean", required: true, default: false },
  ],
} as const satisfies FieldSchema;

/** What holds across the fields of a model and its provider. */
export const LLM_CHECKS = [
  {
    conditional: {
      if_field: "model.provider",
      if_match: { one_of: ["bedrock", "gemini"] },
      then_field: "auth.allow_override",
      then_match: { eq: { value: false } },
      then_err: "bedrock and gemini only support auth.allow_override = false",
    },
  },
  { mutually_required: ["auth.header_name", "auth.header_value"] },
  { mutually_required: ["auth.param_name", "auth.param_value", "auth.param_location"] },
  {
    conditional_at_least_one_of: {
      if_field: "model.provider",
      if_match: { one_of: ["llama2"] },
      then_at_least_one_of: ["model.options.llama2_format"],
      then_err: "must set %s for llama2 provider",
    },
  },
  {
    conditional_at_least_one_of: {
      if_field: "model.provider",
      if_match: { one_of: ["mistral"] },
      then_at_least_one_of: ["model.options.mistral_format"],
      then_err: "must set %s for mistral provider",
    },
  },
  {
    conditional_at_least_one_of: {
      if_field: "model.provider",
      if_match: { one_of: ["anthropic"] },
      then_at_least_one_of: ["model.options.anthropic_version"],
      then_err: "must set %s for anthropic provider",
    },
  },
  {
    conditional_at_least_one_of: {
      if_field: "model.provider",
      if_match: { one_of: ["azure"] },
      then_at_least_one_of: ["model.options.azure_instance"],
      then_err: "must set %s for azure provider",
    },
  },
  {
    conditional_at_least_one_of: {
      if_field: "model.provider",
      if_match: { one_of: ["azure"] },
      then_at_least_one_of: ["model.options.azure_api_version"],
      then_err: "must set %s for azure provider",
    },
  },
  {
    conditional_at_least_one_of: {
      if_field: "model.provider",
      if_match: { one_of: ["azure"] },
      then_at_least_one_of: ["model.options.azure_deployment_id"],
      then_err: "must set %s for azure provider",
    },
  },
  {
    conditional_at_least_one_of: {
      if_field: "model.provider",
      if_match: { one_of: ["llama2"] },
      then_at_least_one_of: ["model.options.upstream_url"],
      then_err: "must set %s for self-hosted providers/models",
    },
  },
  { custom_entity_check: { field_sources: ["route_type", "model", "logging"], check: "llm_route_type" } },
] as const satisfies readonly EntityCheck[];

/** The model that a transformer asks. */
export const LLM = {
  type: "record",
  required: true,
  fields: [
    { name: "route_type", type: "string", required: true, one_of: ["llm/v1/chat", "llm/v1/completions", "preserve"] },
    { name: "auth", ...LLM_AUTH },
    { name: "model", ...LLM_MODEL },
    { name: "logging", ...LLM_LOGGING },
  ],
  entity_checks: LLM_CHECKS,
} as const satisfies FieldSchema;

/** The format in which clients speak. */
export const LLM_FORMAT = { type: "string", default: "openai", one_of: ["openai", "bedrock", "gemini"] } as const satisfies FieldSchema;

/** How much of a request is read, in bytes. */
export const MAX_REQUEST_BODY_SIZE = { type: "integer", default: 8192, gt: 0 } as const satisfies FieldSchema;
