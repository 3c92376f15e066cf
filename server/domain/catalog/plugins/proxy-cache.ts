import type { PluginSchema } from "../../kong-schema/schema";
import { ANY_PROTOCOL } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";

/** The rules of the plugin `proxy-cache`. */
export const proxyCache = {
  name: "proxy-cache",
  purpose: "Traffic control",
  help: "Keeps answers of the service, and gives them to the next who asks the same.",
  scopes: ANY_SCOPE,
  protocols: ANY_PROTOCOL,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "strategy", type: "string", required: true, one_of: ["memory"], help: "Where answers are kept: in the memory of each node." },
      { name: "cache_ttl", type: "integer", default: 300, gt: 0, help: "For how many seconds an answer is kept." },
      {
        name: "content_type",
        type: "array",
        required: true,
        default: ["text/plain", "application/json"],
        elements: { type: "string" },
        help: "Types of answers that are kept; they must match in full.",
      },
      {
        name: "response_code",
        type: "array",
        required: true,
        default: [200, 301, 404],
        len_min: 1,
        elements: { type: "integer", between: [100, 900] },
        help: "Statuses of answers that are kept.",
      },
      {
        name: "request_method",
        type: "array",
        required: true,
        default: ["GET", "HEAD"],
        elements: { type: "string", one_of: ["HEAD", "GET", "POST", "PATCH", "PUT"] },
        help: "Methods whose answers are kept.",
      },
      { name: "vary_headers", type: "array", elements: { type: "string" }, help: "Request headers that make requests different." },
      { name: "vary_query_params", type: "array", elements: { type: "string" }, help: "Query arguments that make requests different. Empty: all." },
      { name: "cache_control", type: "boolean", required: true, default: false, help: "Goes by the Cache-Control headers of client and service." },
      { name: "ignore_uri_case", type: "boolean", default: false, help: "Takes /Orders and /orders for the same.", isAdvanced: true },
      {
        name: "memory",
        type: "record",
        required: true,
        fields: [
          {
            name: "dictionary_name",
            type: "string",
            required: true,
            default: "kong_db_cache",
            help: "The shared dictionary, which must be there on the nodes.",
          },
        ],
        help: "Where in the node's memory.",
        isAdvanced: true,
      },
      {
        name: "response_headers",
        type: "record",
        required: true,
        fields: [
          { name: "age", type: "boolean", default: true },
          { name: "X-Cache-Status", type: "boolean", default: true },
          { name: "X-Cache-Key", type: "boolean", default: true },
        ],
        help: "What clients are told of the cache.",
        isAdvanced: true,
      },
      { name: "storage_ttl", type: "integer", help: "For how many seconds an answer stays behind for when the service is away.", isAdvanced: true },
    ],
  },
  entity_checks: [{ custom_entity_check: { field_sources: ["config"], check: "proxy_cache_memory" } }],
} satisfies PluginSchema;
