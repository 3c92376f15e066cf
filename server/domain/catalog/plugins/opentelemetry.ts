import type { PluginSchema } from "../../kong-schema/schema";
import { TIMEOUT } from "../parts/numbers";
import { PROPAGATION_FIELDS } from "../parts/propagation";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { QUEUE } from "../parts/queue";
import { ANY_SCOPE } from "../parts/scopes";
import { HEADER_NAME, SECRET_REFERENCE, URL } from "../parts/text";

/** The rules of the plugin `opentelemetry`. */
export const opentelemetry = {
  name: "opentelemetry",
  purpose: "Analytics and monitoring",
  help: "Sends traces and logs of requests to an OpenTelemetry collector.",
  scopes: ANY_SCOPE,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "traces_endpoint", ...URL, referenceable: true, help: "Where traces go, such as http://collector:4318/v1/traces. This or the logs' is needed." },
      { name: "logs_endpoint", ...URL, referenceable: true, help: "Where logs go, such as http://collector:4318/v1/logs." },
      { name: "headers", type: "map", keys: HEADER_NAME, values: SECRET_REFERENCE, help: "Headers to send along, such as a key." },
      {
        name: "resource_attributes",
        type: "map",
        check: "resource_attributes",
        keys: { type: "string", required: true },
        values: { type: "string", required: true },
        help: "What describes the node, such as service.name.",
      },
      { name: "sampling_rate", type: "number", between: [0, 1], help: "The share of requests that is traced, from 0 to 1. Empty: as the node is set." },
      {
        name: "propagation",
        type: "record",
        required: true,
        default: { default_format: "w3c" },
        fields: PROPAGATION_FIELDS,
        help: "How a trace comes in and is passed on.",
      },
      { name: "http_response_header_for_traceid", type: "string", help: "A header that tells the client the id of the trace.", isAdvanced: true },
      { name: "connect_timeout", ...TIMEOUT, default: 1000, help: "In milliseconds.", isAdvanced: true },
      { name: "send_timeout", ...TIMEOUT, default: 5000, help: "In milliseconds.", isAdvanced: true },
      { name: "read_timeout", ...TIMEOUT, default: 5000, help: "In milliseconds.", isAdvanced: true },
      { name: "queue", ...QUEUE, default: { max_batch_size: 200 }, help: "How traces wait to be sent.", isAdvanced: true },
      {
        name: "header_type",
        type: "string",
        default: "preserve",
        one_of: ["preserve", "ignore", "b3", "b3-single", "w3c", "jaeger", "ot", "aws", "gcp", "datadog"],
        deprecation: { message: "opentelemetry: config.header_type is deprecated, please use config.propagation options instead" },
        isAdvanced: true,
      },
      {
        name: "batch_span_count",
        type: "integer",
        deprecation: { message: "opentelemetry: config.batch_span_count is deprecated, please use config.queue.max_batch_size instead" },
        isAdvanced: true,
      },
      {
        name: "batch_flush_delay",
        type: "integer",
        deprecation: { message: "opentelemetry: config.batch_flush_delay is deprecated, please use config.queue.max_coalescing_delay instead" },
        isAdvanced: true,
      },
    ],
    entity_checks: [{ at_least_one_of: ["traces_endpoint", "logs_endpoint"] }],
    shorthand_fields: [
      {
        name: "endpoint",
        ...URL,
        referenceable: true,
        deprecation: { message: "OpenTelemetry: config.endpoint is deprecated, please use config.traces_endpoint instead" },
        into: "opentelemetry_endpoint",
      },
    ],
  },
} satisfies PluginSchema;
