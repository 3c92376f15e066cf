import type { EntitySchema } from "../../kong-schema/schema";
import { UPDATED_AT } from "../parts/identity-fields";
import { HOST } from "../parts/text";

/** The rules of clustering data planes. */
export const clusteringDataPlanes = {
  name: "clustering_data_planes",
  ttl: true,
  help: "A node that a control plane of Kong's own has seen.",
  fields: [
    { name: "ttl", type: "number", isAdvanced: true },
    { name: "id", type: "string", required: true, auto: true, uuid: true },
    { name: "last_seen", type: "integer", auto: true, timestamp: true },
    UPDATED_AT,
    { name: "ip", type: "string", required: true, check: "validate_ip" },
    { name: "config_hash", type: "string", len_eq: 32 },
    { name: "hostname", ...HOST, required: true },
    {
      name: "version",
      type: "string",
      match_none: [{ pattern: "%.%.", err: "must not have empty version segments" }],
      match_any: { patterns: ["^%d+[%.%d]*$", "^%d+[%.%d]*%-?.*$"], err: "invalid version number: must be in format of X.Y.Z" },
    },
    {
      name: "sync_status",
      type: "string",
      required: true,
      default: "unknown",
      one_of: ["unknown", "normal", "kong_version_incompatible", "plugin_set_incompatible", "plugin_version_incompatible", "filter_set_incompatible"],
    },
    { name: "labels", type: "map", keys: { type: "string" }, values: { type: "string" } },
    { name: "cert_details", type: "record", required: true, fields: [{ name: "expiry_timestamp", type: "number", timestamp: true }] },
    { name: "rpc_capabilities", type: "set", elements: { type: "string" } },
  ],
} satisfies EntitySchema;
