import type { PluginSchema } from "../../kong-schema/schema";
import { PERIOD_FIELDS } from "../parts/period-fields";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { REDIS_FIELDS } from "../parts/redis";
import { redisShorthands } from "../parts/redis-shorthands";
import { ANY_SCOPE } from "../parts/scopes";
import { HEADER_NAME, PATH } from "../parts/text";

/** The rules of the plugin `rate-limiting`. */
export const rateLimiting = {
  name: "rate-limiting",
  purpose: "Traffic control",
  help: "Limits how many requests a client may make in a second, minute, hour, day, month or year.",
  scopes: ANY_SCOPE,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    check: "validate_periods_order",
    fields: [
      ...PERIOD_FIELDS,
      {
        name: "limit_by",
        type: "string",
        default: "consumer",
        one_of: ["consumer", "credential", "ip", "service", "header", "path"],
        help: "Whose requests are counted together.",
      },
      { name: "header_name", ...HEADER_NAME, help: "The header by whose value requests are counted, where the limit is by header." },
      { name: "path", ...PATH, help: "The path whose requests are counted, where the limit is by path." },
      {
        name: "policy",
        type: "string",
        default: "local",
        one_of: ["local", "redis"],
        len_min: 0,
        help: "Where the counts are kept: local, each node for itself; redis, all nodes together.",
      },
      { name: "redis", type: "record", required: true, fields: REDIS_FIELDS, help: "How to reach Redis, where the policy is redis." },
      { name: "fault_tolerant", type: "boolean", required: true, default: true, help: "Lets requests through while the counts cannot be read." },
      { name: "hide_client_headers", type: "boolean", required: true, default: false, help: "Does not tell clients how much they have left." },
      { name: "error_code", type: "number", default: 429, gt: 0, help: "The status of a request over the limit.", isAdvanced: true },
      { name: "error_message", type: "string", default: "API rate limit exceeded", help: "What the client reads then.", isAdvanced: true },
      { name: "sync_rate", type: "number", required: true, default: -1, help: "Every how many seconds counts go to Redis; -1: at once.", isAdvanced: true },
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
