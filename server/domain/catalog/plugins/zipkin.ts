import type { PluginSchema } from "../../kong-schema/schema";
import { TIMEOUT } from "../parts/numbers";
import { PROPAGATION_FIELDS } from "../parts/propagation";
import { ANY_PROTOCOL } from "../parts/protocols";
import { QUEUE } from "../parts/queue";
import { ANY_SCOPE } from "../parts/scopes";
import { URL } from "../parts/text";

/** The rules of the plugin `zipkin`. */
export const zipkin = {
  name: "zipkin",
  purpose: "Analytics and monitoring",
  help: "Traces requests and sends the traces to Zipkin, or to whatever takes its format.",
  scopes: ANY_SCOPE,
  protocols: ANY_PROTOCOL,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "http_endpoint", ...URL, help: "Where traces go, such as http://zipkin:9411/api/v2/spans." },
      { name: "sample_ratio", type: "number", default: 0.001, between: [0, 1], help: "The share of requests that is traced, from 0 to 1." },
      { name: "local_service_name", type: "string", required: true, default: "kong", help: "What Kong is named in traces." },
      { name: "default_service_name", type: "string", help: "What a gateway service without a name is named." },
      {
        name: "static_tags",
        type: "array",
        check: "validate_static_tags",
        elements: {
          type: "record",
          fields: [
            {
              name: "name",
              type: "string",
              required: true,
              not_one_of: [
                "error",
                "http.method",
                "http.path",
                "http.status_code",
                "kong.balancer.state",
                "kong.balancer.try",
                "kong.consumer",
                "kong.credential",
                "kong.node.id",
                "kong.route",
                "kong.service",
                "lc",
                "peer.hostname",
              ],
            },
            { name: "value", type: "string", required: true },
          ],
        },
        help: "Tags that all traces get.",
      },
      {
        name: "propagation",
        type: "record",
        required: true,
        default: { default_format: "b3" },
        fields: PROPAGATION_FIELDS,
        help: "How a trace comes in and is passed on.",
      },
      { name: "include_credential", type: "boolean", required: true, default: true, help: "Adds the credential's id.", isAdvanced: true },
      { name: "traceid_byte_count", type: "integer", required: true, default: 16, one_of: [8, 16], help: "How long the ids of traces are.", isAdvanced: true },
      {
        name: "header_type",
        type: "string",
        required: true,
        default: "preserve",
        one_of: ["preserve", "ignore", "b3", "b3-single", "w3c", "jaeger", "ot", "aws", "datadog", "gcp"],
        deprecation: { message: "zipkin: config.header_type is deprecated, please use config.propagation options instead" },
        isAdvanced: true,
      },
      {
        name: "default_header_type",
        type: "string",
        required: true,
        default: "b3",
        one_of: ["b3", "b3-single", "w3c", "jaeger", "ot", "aws", "datadog", "gcp"],
        deprecation: { message: "zipkin: config.default_header_type is deprecated, please use config.propagation.default_format instead" },
        isAdvanced: true,
      },
      { name: "tags_header", type: "string", required: true, default: "Zipkin-Tags", help: "A request header with more tags.", isAdvanced: true },
      {
        name: "http_span_name",
        type: "string",
        required: true,
        default: "method",
        one_of: ["method", "method_path"],
        help: "What spans are named after.",
        isAdvanced: true,
      },
      { name: "http_response_header_for_traceid", type: "string", help: "A header that tells the client the id of the trace.", isAdvanced: true },
      {
        name: "phase_duration_flavor",
        type: "string",
        required: true,
        default: "annotations",
        one_of: ["annotations", "tags"],
        help: "How the phases within Kong are noted.",
        isAdvanced: true,
      },
      { name: "connect_timeout", ...TIMEOUT, default: 2000, help: "In milliseconds.", isAdvanced: true },
      { name: "send_timeout", ...TIMEOUT, default: 5000, help: "In milliseconds.", isAdvanced: true },
      { name: "read_timeout", ...TIMEOUT, default: 5000, help: "In milliseconds.", isAdvanced: true },
      { name: "queue", ...QUEUE, help: "How traces wait to be sent.", isAdvanced: true },
    ],
  },
} satisfies PluginSchema;
