import type { PluginSchema } from "../../kong-schema/schema";
import { PERIOD_FIELDS } from "../parts/period-fields";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { REDIS_FIELDS } from "../parts/redis";
import { redisShorthands } from "../parts/redis-shorthands";
import { ANY_SCOPE } from "../parts/scopes";

/** The rules of the plugin `response-ratelimiting`. */
export const responseRatelimiting = {
  name: "response-ratelimiting",
  purpose: "Traffic control",
  help: "Limits clients by what the service counts and says in a header of its answers.",
  scopes: ANY_SCOPE,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
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
          fields: PERIOD_FIELDS,
          entity_checks: [{ at_least_one_of: ["second", "minute", "hour", "day", "month", "year"] }],
        },
        help: "Names of what is counted, each with its limits.",
      },
      { name: "limit_by", type: "string", default: "consumer", one_of: ["consumer", "credential", "ip"], help: "Whose answers are counted together." },
      {
        name: "policy",
        type: "string",
        default: "local",
        one_of: ["local", "redis"],
        help: "Where the counts are kept: local, each node for itself; redis, all nodes together.",
      },
      { name: "redis", type: "record", required: true, fields: REDIS_FIELDS, help: "How to reach Redis, where the policy is redis." },
      { name: "header_name", type: "string", default: "x-kong-limit", help: "The header of the answers that says what was used.", isAdvanced: true },
      {
        name: "block_on_first_violation",
        type: "boolean",
        required: true,
        default: false,
        help: "Refuses requests as soon as one of the limits is reached.",
        isAdvanced: true,
      },
      { name: "fault_tolerant", type: "boolean", required: true, default: true, help: "Lets requests through while the counts cannot be read." },
      {
        name: "hide_client_headers",
        type: "boolean",
        required: true,
        default: false,
        help: "Does not tell clients how much they have left.",
        isAdvanced: true,
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
