import type { PluginSchema } from "../../kong-schema/schema";
import { PORT } from "../parts/numbers";
import { ANY_PROTOCOL } from "../parts/protocols";
import { QUEUE } from "../parts/queue";
import { retiredQueueFields } from "../parts/retired-queue-fields";
import { ANY_SCOPE } from "../parts/scopes";
import { HOST } from "../parts/text";

/** The rules of the plugin `statsd`. */
export const statsd = {
  name: "statsd",
  purpose: "Analytics and monitoring",
  help: "Sends metrics to a StatsD server.",
  scopes: ANY_SCOPE,
  protocols: ANY_PROTOCOL,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "host", ...HOST, default: "localhost", help: "Where the server is." },
      { name: "port", ...PORT, default: 8125 },
      { name: "prefix", type: "string", default: "kong", help: "What the names of metrics begin with." },
      {
        name: "metrics",
        type: "array",
        default: [
          { sample_rate: 1, name: "request_count", stat_type: "counter" },
          { stat_type: "timer", name: "latency" },
          { sample_rate: 1, name: "request_size", stat_type: "counter" },
          { sample_rate: 1, name: "status_count", stat_type: "counter" },
          { sample_rate: 1, name: "response_size", stat_type: "counter" },
          { stat_type: "set", name: "unique_users" },
          { sample_rate: 1, name: "request_per_user", stat_type: "counter" },
          { stat_type: "timer", name: "upstream_latency" },
          { stat_type: "timer", name: "kong_latency" },
          { sample_rate: 1, name: "status_count_per_user", stat_type: "counter" },
          { sample_rate: 1, name: "status_count_per_workspace", stat_type: "counter" },
          { sample_rate: 1, name: "status_count_per_user_per_route", stat_type: "counter" },
          { sample_rate: 1, name: "shdict_usage", stat_type: "gauge" },
        ],
        elements: {
          type: "record",
          fields: [
            {
              name: "name",
              type: "string",
              required: true,
              one_of: [
                "kong_latency",
                "latency",
                "request_count",
                "request_per_user",
                "request_size",
                "response_size",
                "status_count",
                "status_count_per_user",
                "unique_users",
                "upstream_latency",
                "status_count_per_workspace",
                "status_count_per_user_per_route",
                "shdict_usage",
              ],
            },
            {
              name: "stat_type",
              type: "string",
              required: true,
              one_of: ["counter", "gauge", "histogram", "meter", "set", "timer"],
              help: "What kind of metric it is.",
            },
            { name: "sample_rate", type: "number", gt: 0, help: "The share of requests that is sent; needed for counter and gauge." },
            { name: "consumer_identifier", type: "string", one_of: ["consumer_id", "custom_id", "username"], help: "By what consumers are told apart." },
            {
              name: "service_identifier",
              type: "string",
              one_of: ["service_id", "service_name", "service_host", "service_name_or_host"],
              help: "By what gateway services are told apart.",
            },
            { name: "workspace_identifier", type: "string", one_of: ["workspace_id", "workspace_name"] },
          ],
          entity_checks: [
            { conditional: { if_field: "stat_type", if_match: { one_of: ["counter", "gauge"] }, then_field: "sample_rate", then_match: { required: true } } },
          ],
        },
        help: "What is measured. Empty: all.",
      },
      { name: "use_tcp", type: "boolean", default: false, help: "TCP in place of UDP." },
      {
        name: "allow_status_codes",
        type: "array",
        elements: { type: "string", match: "^[0-9]+-[0-9]+$" },
        help: "Ranges of statuses that are counted, such as 200-299. Empty: all.",
        isAdvanced: true,
      },
      {
        name: "udp_packet_size",
        type: "number",
        default: 0,
        between: [0, 65507],
        help: "How many bytes are sent in one packet; 0: each metric by itself.",
        isAdvanced: true,
      },
      { name: "hostname_in_prefix", type: "boolean", default: false, help: "Puts the node's name before the names of metrics.", isAdvanced: true },
      {
        name: "consumer_identifier_default",
        type: "string",
        required: true,
        default: "custom_id",
        one_of: ["consumer_id", "custom_id", "username"],
        help: "By what consumers are told apart, unless a metric says otherwise.",
        isAdvanced: true,
      },
      {
        name: "service_identifier_default",
        type: "string",
        required: true,
        default: "service_name_or_host",
        one_of: ["service_id", "service_name", "service_host", "service_name_or_host"],
        help: "By what gateway services are told apart, unless a metric says otherwise.",
        isAdvanced: true,
      },
      {
        name: "workspace_identifier_default",
        type: "string",
        required: true,
        default: "workspace_id",
        one_of: ["workspace_id", "workspace_name"],
        isAdvanced: true,
      },
      {
        name: "tag_style",
        type: "string",
        one_of: ["dogstatsd", "influxdb", "librato", "signalfx"],
        help: "Sends tags, in the way of this server. Empty: everything in the name.",
        isAdvanced: true,
      },
      { name: "queue", ...QUEUE, help: "How metrics wait to be sent.", isAdvanced: true },
      ...retiredQueueFields("statsd"),
    ],
  },
} satisfies PluginSchema;
