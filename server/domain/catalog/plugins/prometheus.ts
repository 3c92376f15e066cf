import type { PluginSchema } from "../../kong-schema/schema";
import { ANY_PROTOCOL } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";

/** The rules of the plugin `prometheus`. */
export const prometheus = {
  name: "prometheus",
  purpose: "Analytics and monitoring",
  help: "Counts requests, times and sizes for Prometheus to fetch from the nodes.",
  scopes: ANY_SCOPE,
  protocols: ANY_PROTOCOL,
  config: {
    type: "record",
    required: true,
    check: "validate_shared_dict",
    fields: [
      { name: "status_code_metrics", type: "boolean", default: false, help: "Counts answers by their status." },
      { name: "latency_metrics", type: "boolean", default: false, help: "Measures how long requests took." },
      { name: "bandwidth_metrics", type: "boolean", default: false, help: "Counts bytes." },
      { name: "upstream_health_metrics", type: "boolean", default: false, help: "Tells which targets are well." },
      { name: "per_consumer", type: "boolean", default: false, help: "Counts for each consumer. Many consumers make many series." },
      { name: "ai_metrics", type: "boolean", default: false, help: "Counts tokens and costs of language models.", isAdvanced: true },
    ],
  },
} satisfies PluginSchema;
