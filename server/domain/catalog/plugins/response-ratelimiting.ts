import type { PluginSchema } from "../../kong-schema/schema";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { REDIS_FIELDS } from "../parts/redis";
import { redisShorthands } from "../parts/redis-shorthands";
import { ANY_SCOPE } from "../parts/scopes";

/** The rules of the plugin `response-ratelimiting`. */
export const responseRatelimiting = {
  name: "response-ratelimiting",
  purpose: "Security",
  help: "TODO",
  scopes: ANY_SCOPE,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "header_name", type: "string", default: "x-kong-limit" },
      { name: "limit_by", type: "string", default: "consumer", one_of: ["consumer", "credential", "ip"] },
      { name: "policy", type: "string", default: "local", one_of: ["local", "redis"] },
      { name: "fault_tolerant", type: "boolean", required: true, default: true },
      { name: "redis", type: "record", required: true, fields: REDIS_FIELDS },
      { name: "block_on_first_violation", type: "boolean", required: true, default: false },
      { name: "hide_client_headers", type: "boolean", required: true, default: false },
      {
        name: "limits",
        type: "map",
        required: true,
        len_min: 1,
        keys: { type: "string" },
        values: {
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
          ],
          entity_checks: [{ at_least_one_of: ["second", "minute", "hour", "day", "month", "year"] }],
        },
      },
    ],
    shorthand_fields: redisShorthands("response-ratelimiting"),
  },
  entity_checks: [
    { conditional: { if_field: "config.policy", if_match: { eq: { value: "redis" } }, then_field: "config.redis.host", then_match: { required: true } } },
    { conditional: { if_field: "config.policy", if_match: { eq: { value: "redis" } }, then_field: "config.redis.port", then_match: { required: true } } },
    { conditional: { if_field: "config.policy", if_match: { eq: { value: "redis" } }, then_field: "config.redis.timeout", then_match: { required: true } } },
  ],
} satisfies PluginSchema;
