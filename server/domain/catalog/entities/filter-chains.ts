import type { EntitySchema } from "../../kong-schema/schema";
import { CREATED_AT, ID, TAGS, UPDATED_AT } from "../parts/identity-fields";
import { UNIQUE_NAME } from "../parts/text";

/** The rules of filter chains. */
export const filterChains = {
  name: "filter_chains",
  help: "WebAssembly filters for the requests of a service or a route; nodes take them only where wasm is on.",
  nameKey: "name",
  cacheKey: ["route", "service"],
  fields: [
    { name: "name", ...UNIQUE_NAME },
    { name: "service", type: "foreign", unique: true, reference: "services", on_delete: "cascade" },
    { name: "route", type: "foreign", unique: true, reference: "routes", on_delete: "cascade" },
    { name: "enabled", type: "boolean", required: true, default: true, help: "Off: it is kept, and does nothing." },
    {
      name: "filters",
      type: "array",
      required: true,
      len_min: 1,
      elements: {
        type: "record",
        fields: [
          { name: "name", type: "string", required: true, one_of: [], err: "no such filter", help: "The filter, as it is loaded on the nodes." },
          { name: "enabled", type: "boolean", required: true, default: true, help: "Off: left out." },
          {
            name: "config",
            type: "json",
            json_schema: {
              parent_subschema_key: "name",
              namespace: "proxy-wasm-filters",
              optional: true,
              default: { type: ["string", "null"], $schema: "http://json-schema.org/draft-04/schema#" },
            },
            help: "What the filter takes.",
          },
        ],
      },
      help: "The filters, in the order in which they run.",
    },
    TAGS,
    ID,
    CREATED_AT,
    UPDATED_AT,
  ],
  entity_checks: [
    { mutually_exclusive: ["service", "route"] },
    { at_least_one_of: ["service", "route"] },
    { custom_entity_check: { field_sources: ["filters"], check: "wasm_status", run_with_invalid_fields: true } },
  ],
} satisfies EntitySchema;
