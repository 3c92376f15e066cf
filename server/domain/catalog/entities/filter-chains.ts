import type { EntitySchema } from "../../kong-schema/schema";
import { CREATED_AT, ID, TAGS, UPDATED_AT } from "../parts/identity-fields";
import { UNIQUE_NAME } from "../parts/text";

/** The rules of filter chains. */
export const filterChains = {
  name: "filter_chains",
  help: "TODO",
  nameKey: "name",
  cacheKey: ["route", "service"],
  fields: [
    ID,
    { name: "name", ...UNIQUE_NAME },
    { name: "enabled", type: "boolean", required: true, default: true },
    { name: "route", type: "foreign", unique: true, reference: "routes", on_delete: "cascade" },
    { name: "service", type: "foreign", unique: true, reference: "services", on_delete: "cascade" },
    {
      name: "filters",
      type: "array",
      required: true,
      len_min: 1,
      elements: {
        type: "record",
        fields: [
          { name: "name", type: "string", required: true, one_of: [], err: "no such filter" },
          { name: "enabled", type: "boolean", required: true, default: true },
          {
            name: "config",
            type: "json",
            json_schema: {
              parent_subschema_key: "name",
              namespace: "proxy-wasm-filters",
              optional: true,
              default: { type: ["string", "null"], $schema: "http://json-schema.org/draft-04/schema#" },
            },
          },
        ],
      },
    },
    CREATED_AT,
    UPDATED_AT,
    TAGS,
  ],
  entity_checks: [
    { mutually_exclusive: ["service", "route"] },
    { at_least_one_of: ["service", "route"] },
    { custom_entity_check: { field_sources: ["filters"], check: "wasm_status", run_with_invalid_fields: true } },
  ],
} satisfies EntitySchema;
