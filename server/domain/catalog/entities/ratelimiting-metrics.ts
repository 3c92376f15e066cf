import type { EntitySchema } from "../../kong-schema/schema";

/** The rules of ratelimiting metrics. */
export const ratelimitingMetrics = {
  name: "ratelimiting_metrics",
  ttl: true,
  help: "A counter of the plugin rate-limiting; nodes without a database keep none here.",
  primaryKey: ["identifier", "period", "period_date", "service_id", "route_id"],
  fields: [
    { name: "ttl", type: "number", isAdvanced: true },
    { name: "identifier", type: "string", required: true, len_min: 0 },
    { name: "period", type: "string", required: true },
    { name: "period_date", type: "integer", required: true, timestamp: true },
    { name: "service_id", type: "string", required: true, uuid: true },
    { name: "route_id", type: "string", required: true, uuid: true },
    { name: "value", type: "integer", required: true },
  ],
} satisfies EntitySchema;
