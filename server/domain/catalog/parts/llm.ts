import type { EntityCheck, FieldSchema, NamedField } from "../../kong-schema/schema";
import { SECRET_REFERENCE, URL } from "./text";

/** Which language model is asked, and how. */
const LLM_MODEL = {
  type: "record",
  required: true,
  fields: [
    {
      name: "provider",
      type: "string",
      required: true,
      one_of: ["openai", "azure", "anthropic", "cohere", "mistral", "llama2", "gemini", "bedrock", "huggingface"],
      help: "Who runs the model.",
    },
    { name: "name", type: "string", help: "Such as gpt-4o. Empty: clients name it." },
    {
      name: "options",
      type: "record",
      fields: [
        { name: "max_tokens", type: "integer", help: "The longest answer, in tokens." },
        { name: "temperature", type: "number", between: [0, 5], help: "Low: the likeliest words; high: more varied ones." },
        { name: "upstream_url", ...URL, help: "Where the model is, for one that you host." },
        { name: "upstream_path", type: "string", help: "The path of the model's API, where it is not the usual one.", isAdvanced: true },
        { name: "azure_instance", type: "string", help: "The name of the Azure OpenAI instance; for azure." },
        { name: "azure_deployment_id", type: "string", help: "The name of the deployment; for azure." },
        { name: "azure_api_version", type: "string", default: "2023-05-15", help: "For azure." },
        { name: "anthropic_version", type: "string", help: "The version of the API, such as 2023-06-01; for anthropic." },
        { name: "llama2_format", type: "string", one_of: ["raw", "openai", "ollama"], help: "How the model is talked to; for llama2." },
        { name: "mistral_format", type: "string", one_of: ["openai", "ollama"], help: "How the model is talked to; for mistral." },
        {
          name: "gemini",
          type: "record",
          fields: [
            { name: "api_endpoint", type: "string" },
            { name: "project_id", type: "string" },
            { name: "location_id", type: "string" },
          ],
          entity_checks: [{ mutually_required: ["api_endpoint", "project_id", "location_id"] }],
          help: "For gemini on Vertex AI.",
        },
        {
          name: "bedrock",
          type: "record",
          fields: [{ name: "aws_region", type: "string", help: "Where the model runs. Empty: as the node's environment says." }],
          help: "For bedrock.",
        },
        {
          name: "huggingface",
          type: "record",
          fields: [
            { name: "use_cache", type: "boolean" },
            { name: "wait_for_model", type: "boolean" },
          ],
          help: "For huggingface.",
          isAdvanced: true,
        },
        { name: "top_p", type: "number", between: [0, 1], help: "Only words that together are this likely.", isAdvanced: true },
        { name: "top_k", type: "integer", between: [0, 500], help: "Only so many of the likeliest words.", isAdvanced: true },
        { name: "input_cost", type: "number", gt: 0, help: "What a million tokens of input cost, for the metrics.", isAdvanced: true },
        { name: "output_cost", type: "number", gt: 0, help: "What a million tokens of output cost, for the metrics.", isAdvanced: true },
      ],
      help: "How it is asked.",
    },
  ],
} as const satisfies FieldSchema;

/** How Kong proves itself to the provider of a model. */
const LLM_AUTH = {
  type: "record",
  fields: [
    { name: "header_name", type: "string", referenceable: true, help: "The header that carries the key, such as Authorization." },
    { name: "header_value", ...SECRET_REFERENCE, help: "What the header holds, such as Bearer and the key." },
    { name: "param_name", type: "string", referenceable: true, help: "The parameter that carries the key, where no header does.", isAdvanced: true },
    { name: "param_value", ...SECRET_REFERENCE, isAdvanced: true },
    { name: "param_location", type: "string", one_of: ["query", "body"], help: "Where the parameter stands.", isAdvanced: true },
    { name: "aws_access_key_id", ...SECRET_REFERENCE, help: "For bedrock. Empty: as the node's environment says." },
    { name: "aws_secret_access_key", ...SECRET_REFERENCE, help: "For bedrock." },
    { name: "gcp_use_service_account", type: "boolean", default: false, help: "For gemini: uses a service account of Google Cloud.", isAdvanced: true },
    { name: "gcp_service_account_json", ...SECRET_REFERENCE, help: "The JSON of that account. Empty: as the node's environment says.", isAdvanced: true },
    { name: "allow_override", type: "boolean", default: false, help: "Whether clients may bring a key of their own.", isAdvanced: true },
  ],
} as const satisfies FieldSchema;

/** What of a talk with a model is logged. */
const LLM_LOGGING = {
  type: "record",
  required: true,
  fields: [
    { name: "log_statistics", type: "boolean", required: true, default: false, help: "Counts tokens, for log plugins and metrics." },
    { name: "log_payloads", type: "boolean", required: true, default: false, help: "Logs questions and answers in full." },
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

/** A model, the key for it, and what is logged. */
export const LLM_FIELDS = [
  {
    name: "route_type",
    type: "string",
    required: true,
    one_of: ["llm/v1/chat", "llm/v1/completions", "preserve"],
    help: "What kind of talk it is; transformers need llm/v1/chat.",
  },
  { name: "model", ...LLM_MODEL, help: "The model to ask." },
  { name: "auth", ...LLM_AUTH, help: "The key for it." },
  { name: "logging", ...LLM_LOGGING, help: "What is logged of it.", isAdvanced: true },
] as const satisfies readonly NamedField[];

/** The model that a transformer asks. */
export const LLM = { type: "record", required: true, fields: LLM_FIELDS, entity_checks: LLM_CHECKS } as const satisfies FieldSchema;

/** The format in which clients speak. */
export const LLM_FORMAT = { type: "string", default: "openai", one_of: ["openai", "bedrock", "gemini"] } as const satisfies FieldSchema;

/** How much of a request is read, in bytes. */
export const MAX_REQUEST_BODY_SIZE = { type: "integer", default: 8192, gt: 0 } as const satisfies FieldSchema;
