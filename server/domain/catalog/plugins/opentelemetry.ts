import type { PluginSchema } from "../../kong-schema/schema";
import { TIMEOUT } from "../parts/numbers";
import { PROPAGATION_FIELDS } from "../parts/propagation";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { QUEUE } from "../parts/queue";
import { ANY_SCOPE } from "../parts/scopes";
import { HEADER_NAME, URL } from "../parts/text";

/** The rules of the plugin `opentelemetry`. */
export const opentelemetry = {
  name: "opentelemetry",
  purpose: "Security",
  help: "TODO",
  scopes: ANY_SCOPE,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "traces_endpoint", ...URL, referenceable: true },
      { name: "logs_endpoint", ...URL, referenceable: true },
      { name: "headers", type: "map", keys: HEADER_NAME, values: { type: "string", referenceable: true } },
      {
        name: "resource_attributes",
        type: "map",
        check: "resource_attributes",
        keys: { type: "string", required: true },
        values: { type: "string", required: true },
      },
      { name: "queue", ...QUEUE, default: { max_batch_size: 200 } },
      {
        name: "batch_span_count",
        type: "integer",
        deprecation: { message: "opentelemetry: config.batch_span_count is deprecated, please use config.queue.max_batch_size instead" },
      },
      {
        name: "batch_flush_delay",
        type: "integer",
        deprecation: { message: "opentelemetry: config.batch_flush_delay is deprecated, please use config.queue.max_coalescing_delay instead" },
      },
      { name: "connect_timeout", ...TIMEOUT, default: 1000 },
      { name: "send_timeout", ...TIMEOUT, default: 5000 },
      { name: "read_timeout", ...TIMEOUT, default: 5000 },
      { name: "http_response_header_for_traceid", type: "string" },
      {
        name: "header_type",
        type: "string",
        default: "preserve",
        one_of: ["preserve", "ignore", "b3", "b3-single", "w3c", "jaeger", "ot", "aws", "gcp", "datadog"],
        deprecation: { message: "opentelemetry: config.header_type is deprecated, please use config.propagation options instead" },
      },
      { name: "sampling_rate", type: "number", between: [0, 1] },
      { name: "propagation", type: "record", required: true, default: { default_format: "w3c" }, fields: PROPAGATION_FIELDS },
    ],
    entity_checks: [{ at_least_one_of: ["traces_endpoint", "logs_endpoint"] }],
    shorthand_fields: [
      {
        name: "endpoint",
        ...URL,
        referenceable: true,
        deprecation: {
          message: "OpenTelemetry: config.endpoint is deprecated, please use config.traces_endpoint instead",
          replacedWith: [["traces_endpoint"]],
        },
      },
    ],
  },
} satisfies PluginSchema;
