import type { PluginSchema } from "../../kong-schema/schema";
import { ANY_PROTOCOL } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";

/** The rules of the plugin `proxy-cache`. */
export const proxyCache = {
  name: "proxy-cache",
  purpose: "Security",
  help: "TODO",
  scopes: ANY_SCOPE,
  protocols: ANY_PROTOCOL,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "response_code", type: "array", required: true, default: [200, 301, 404], len_min: 1, elements: { type: "integer", between: [100, 900] } },
      {
        name: "request_method",
        type: "array",
        required: true,
        default: ["GET", "HEAD"],
        elements: { type: "string", one_of: ["HEAD", "GET", "POST", "PATCH", "PUT"] },
      },
      { name: "content_type", type: "array", required: true, default: ["text/plain", "application/json"], elements: { type: "string" } },
      { name: "cache_ttl", type: "integer", default: 300, gt: 0 },
      { name: "strategy", type: "string", required: true, one_of: ["memory"] },
      { name: "cache_control", type: "boolean", required: true, default: false },
      { name: "ignore_uri_case", type: "boolean", default: false },
      { name: "storage_ttl", type: "integer" },
      { name: "memory", type: "record", required: true, fields: [{ name: "dictionary_name", type: "string", required: true, default: "kong_db_cache" }] },
      { name: "vary_query_params", type: "array", elements: { type: "string" } },
      { name: "vary_headers", type: "array", elements: { type: "string" } },
      {
        name: "response_headers",
        type: "record",
        required: true,
        fields: [
          { name: "age", type: "boolean", default: true },
          { name: "X-Cache-Status", type: "boolean", default: true },
          { name: "X-Cache-Key", type: "boolean", default: true },
        ],
      },
    ],
  },
  entity_checks: [{ custom_entity_check: { field_sources: ["config"], check: "proxy_cache_memory" } }],
} satisfies PluginSchema;
