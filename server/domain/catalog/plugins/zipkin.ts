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
  purpose: "Security",
  help: "TODO",
  scopes: ANY_SCOPE,
  protocols: ANY_PROTOCOL,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "local_service_name", type: "string", required: true, default: "kong" },
      { name: "http_endpoint", ...URL },
      { name: "sample_ratio", type: "number", default: 0.001, between: [0, 1] },
      { name: "default_service_name", type: "string" },
      { name: "include_credential", type: "boolean", required: true, default: true },
      { name: "traceid_byte_count", type: "integer", required: true, default: 16, one_of: [8, 16] },
      {
        name: "header_type",
        type: "string",
        required: true,
        default: "preserve",
        one_of: ["preserve", "ignore", "b3", "b3-single", "w3c", "jaeger", "ot", "aws", "datadog", "gcp"],
        deprecation: { message: "zipkin: config.header_type is deprecated, please use config.propagation options instead" },
      },
      {
        name: "default_header_type",
        type: "string",
        required: true,
        default: "b3",
        one_of: ["b3", "b3-single", "w3c", "jaeger", "ot", "aws", "datadog", "gcp"],
        deprecation: { message: "zipkin: config.default_header_type is deprecated, please use config.propagation.default_format instead" },
      },
      { name: "tags_header", type: "string", required: true, default: "Zipkin-Tags" },
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
      },
      { name: "http_span_name", type: "string", required: true, default: "method", one_of: ["method", "method_path"] },
      { name: "connect_timeout", ...TIMEOUT, default: 2000 },
      { name: "send_timeout", ...TIMEOUT, default: 5000 },
      { name: "read_timeout", ...TIMEOUT, default: 5000 },
      { name: "http_response_header_for_traceid", type: "string" },
      { name: "phase_duration_flavor", type: "string", required: true, default: "annotations", one_of: ["annotations", "tags"] },
      { name: "queue", ...QUEUE },
      { name: "propagation", type: "record", required: true, default: { default_format: "b3" }, fields: PROPAGATION_FIELDS },
    ],
  },
} satisfies PluginSchema;
