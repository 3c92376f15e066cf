import type { PluginSchema } from "../../kong-schema/schema";
import { PORT } from "../parts/numbers";
import { ANY_PROTOCOL } from "../parts/protocols";
import { QUEUE } from "../parts/queue";
import { retiredQueueFields } from "../parts/retired-queue-fields";
import { ANY_SCOPE } from "../parts/scopes";
import { HOST } from "../parts/text";

/** The rules of the plugin `datadog`. */
export const datadog = {
  name: "datadog",
  purpose: "Analytics and monitoring",
  help: "Sends metrics to a Datadog agent.",
  scopes: ANY_SCOPE,
  protocols: ANY_PROTOCOL,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "host", ...HOST, default: "localhost", referenceable: true, help: "Where the agent is." },
      { name: "port", ...PORT, default: 8125 },
      { name: "prefix", type: "string", default: "kong", help: "What the names of metrics begin with." },
      {
        name: "metrics",
        type: "array",
        required: true,
        default: [
          { sample_rate: 1, name: "request_count", consumer_identifier: "custom_id", tags: ["app:kong"], stat_type: "counter" },
          { tags: ["app:kong"], name: "latency", consumer_identifier: "custom_id", stat_type: "timer" },
          { tags: ["app:kong"], name: "request_size", consumer_identifier: "custom_id", stat_type: "timer" },
          { tags: ["app:kong"], name: "response_size", consumer_identifier: "custom_id", stat_type: "timer" },
          { tags: ["app:kong"], name: "upstream_latency", consumer_identifier: "custom_id", stat_type: "timer" },
          { tags: ["app:kong"], name: "kong_latency", consumer_identifier: "custom_id", stat_type: "timer" },
        ],
        elements: {
          type: "record",
          fields: [
            {
              name: "name",
              type: "string",
              required: true,
              one_of: ["kong_latency", "latency", "request_count", "request_size", "response_size", "upstream_latency"],
            },
            {
              name: "stat_type",
              type: "string",
              required: true,
              one_of: ["counter", "gauge", "histogram", "meter", "set", "timer", "distribution"],
              help: "What kind of metric it is.",
            },
            { name: "sample_rate", type: "number", between: [0, 1], help: "The share of requests that is sent; needed for counter and gauge." },
            { name: "tags", type: "array", elements: { type: "string", match: "^.*[^:]$" }, help: "Such as env:prod." },
            { name: "consumer_identifier", type: "string", one_of: ["consumer_id", "custom_id", "username"], help: "By what consumers are told apart." },
          ],
          entity_checks: [
            { conditional: { if_field: "stat_type", if_match: { one_of: ["counter", "gauge"] }, then_field: "sample_rate", then_match: { required: true } } },
          ],
        },
        help: "What is measured.",
      },
      { name: "service_name_tag", type: "string", default: "name", help: "The tag that names the gateway service.", isAdvanced: true },
      { name: "status_tag", type: "string", default: "status", help: "The tag that holds the status.", isAdvanced: true },
      { name: "consumer_tag", type: "string", default: "consumer", help: "The tag that names the consumer.", isAdvanced: true },
      { name: "queue", ...QUEUE, help: "How metrics wait to be sent.", isAdvanced: true },
      ...retiredQueueFields("datadog"),
    ],
  },
} satisfies PluginSchema;
