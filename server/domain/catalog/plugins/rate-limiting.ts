import type { PluginSchema } from "../../kong-schema/schema";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { REDIS_FIELDS } from "../parts/redis";
import { redisShorthands } from "../parts/redis-shorthands";
import { ANY_SCOPE } from "../parts/scopes";
import { HEADER_NAME, PATH } from "../parts/text";

/** The rules of the plugin `rate-limiting`. */
export const rateLimiting = {
  name: "rate-limiting",
  purpose: "Security",
  help: "TODO",
  scopes: ANY_SCOPE,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    check: "validate_periods_order",
    fields: [
      { name: "second", type: "number", gt: 0 },
      { name: "minute", type: "number", gt: 0 },
      { name: "hour", type: "number", gt: 0 },
      { name: "day", type: "number", gt: 0 },
      { name: "month", type: "number", gt: 0 },
      { name: "year", type: "number", gt: 0 },
      { name: "limit_by", type: "string", default: "consumer", one_of: ["consumer", "credential", "ip", "service", "header", "path"] },
      { name: "header_name", ...HEADER_NAME },
      { name: "path", ...PATH },
      { name: "policy", type: "string", default: "local", one_of: ["local", "redis"], len_min: 0 },
      { name: "fault_tolerant", type: "boolean", required: true, default: true },
      { name: "redis", type: "record", required: true, fields: REDIS_FIELDS },
      { name: "hide_client_headers", type: "boolean", required: true, default: false },
      { name: "error_code", type: "number", default: 429, gt: 0 },
      { name: "error_message", type: "string", default: "API rate limit exceeded" },
      { name: "sync_rate", type: "number", required: true, default: -1 },
    ],
    shorthand_fields: redisShorthands("rate-limiting"),
  },
  entity_checks: [
    { at_least_one_of: ["config.second", "config.minute", "config.hour", "config.day", "config.month", "config.year"] },
    { conditional: { if_field: "config.policy", if_match: { eq: { value: "redis" } }, then_field: "config.redis.host", then_match: { required: true } } },
    { conditional: { if_field: "config.policy", if_match: { eq: { value: "redis" } }, then_field: "config.redis.port", then_match: { required: true } } },
    { conditional: { if_field: "config.policy", if_match: { eq: { value: "redis" } }, then_field: "config.redis.timeout", then_match: { required: true } } },
    { conditional: { if_field: "config.limit_by", if_match: { eq: { value: "header" } }, then_field: "config.header_name", then_match: { required: true } } },
    { conditional: { if_field: "config.limit_by", if_match: { eq: { value: "path" } }, then_field: "config.path", then_match: { required: true } } },
  ],
} satisfies PluginSchema;
