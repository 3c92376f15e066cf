import type { PluginSchema } from "../../kong-schema/schema";
import { ANY_PROTOCOL } from "../parts/protocols";
import { ANY_SCOPE } from "../parts/scopes";

/** The rules of the plugin `prometheus`. */
export const prometheus = {
  name: "prometheus",
  purpose: "Security",
  help: "TODO",
  scopes: ANY_SCOPE,
  protocols: ANY_PROTOCOL,
  config: {
    type: "record",
    required: true,
    check: "validate_shared_dict",
    fields: [
      { name: "per_consumer", type: "boolean", default: false },
      { name: "status_code_metrics", type: "boolean", default: false },
      { name: "ai_metrics", type: "boolean", default: false },
      { name: "latency_metrics", type: "boolean", default: false },
      { name: "bandwidth_metrics", type: "boolean", default: false },
      { name: "upstream_health_metrics", type: "boolean", default: false },
    ],
  },
} satisfies PluginSchema;
