import type { EntitySchema } from "../../kong-schema/schema";
import { HEALTH_CHECKS } from "../parts/health-checks";
import { CREATED_AT, ID, TAGS, UPDATED_AT } from "../parts/identity-fields";
import { HEADER_NAME, PATH } from "../parts/text";

/** The rules of upstreams. */
export const upstreams = {
  name: "upstreams",
  help: "TODO",
  nameKey: "name",
  nests: ["targets"],
  fields: [
    ID,
    CREATED_AT,
    { name: "name", type: "string", required: true, unique: true, check: "validate_name" },
    UPDATED_AT,
    { name: "algorithm", type: "string", default: "round-robin", one_of: ["consistent-hashing", "least-connections", "round-robin", "latency"] },
    { name: "hash_on", type: "string", default: "none", one_of: ["none", "consumer", "ip", "header", "cookie", "path", "query_arg", "uri_capture"] },
    { name: "hash_fallback", type: "string", default: "none", one_of: ["none", "consumer", "ip", "header", "cookie", "path", "query_arg", "uri_capture"] },
    { name: "hash_on_header", ...HEADER_NAME },
    { name: "hash_fallback_header", ...HEADER_NAME },
    { name: "hash_on_cookie", type: "string", check: "validate_http_token" },
    { name: "hash_on_cookie_path", ...PATH, default: "/" },
    { name: "hash_on_query_arg", type: "string", len_min: 1 },
    { name: "hash_fallback_query_arg", type: "string", len_min: 1 },
    { name: "hash_on_uri_capture", type: "string", len_min: 1 },
    { name: "hash_fallback_uri_capture", type: "string", len_min: 1 },
    { name: "slots", type: "integer", default: 10000, between: [10, 65536] },
    { name: "healthchecks", ...HEALTH_CHECKS },
    TAGS,
    { name: "host_header", type: "string", check: "validate_host_with_optional_port" },
    { name: "client_certificate", type: "foreign", reference: "certificates" },
    { name: "use_srv_name", type: "boolean", default: false },
  ],
  shorthand_fields: [
    { name: "algorithm", type: "string", into: "upstreams_algorithm" },
    { name: "hash_on", type: "string", into: "upstreams_hash_on" },
  ],
  entity_checks: [
    { conditional: { if_field: "hash_on", if_match: { match: "^header$" }, then_field: "hash_on_header", then_match: { required: true } } },
    { conditional: { if_field: "hash_fallback", if_match: { match: "^header$" }, then_field: "hash_fallback_header", then_match: { required: true } } },
    { conditional: { if_field: "hash_on", if_match: { match: "^cookie$" }, then_field: "hash_on_cookie", then_match: { required: true } } },
    { conditional: { if_field: "hash_fallback", if_match: { match: "^cookie$" }, then_field: "hash_on_cookie", then_match: { required: true } } },
    { conditional: { if_field: "hash_on", if_match: { match: "^none$" }, then_field: "hash_fallback", then_match: { one_of: ["none"] } } },
    { conditional: { if_field: "hash_on", if_match: { match: "^cookie$" }, then_field: "hash_fallback", then_match: { one_of: ["none"] } } },
    {
      conditional: {
        if_field: "hash_on",
        if_match: { match: "^consumer$" },
        then_field: "hash_fallback",
        then_match: { one_of: ["none", "ip", "header", "cookie", "path", "query_arg", "uri_capture"] },
      },
    },
    {
      conditional: {
        if_field: "hash_on",
        if_match: { match: "^ip$" },
        then_field: "hash_fallback",
        then_match: { one_of: ["none", "consumer", "header", "cookie", "path", "query_arg", "uri_capture"] },
      },
    },
    {
      conditional: {
        if_field: "hash_on",
        if_match: { match: "^path$" },
        then_field: "hash_fallback",
        then_match: { one_of: ["none", "consumer", "header", "cookie", "query_arg", "ip", "uri_capture"] },
      },
    },
    { distinct: ["hash_on_header", "hash_fallback_header"] },
    { conditional: { if_field: "hash_on", if_match: { match: "^query_arg$" }, then_field: "hash_on_query_arg", then_match: { required: true } } },
    { conditional: { if_field: "hash_fallback", if_match: { match: "^query_arg$" }, then_field: "hash_fallback_query_arg", then_match: { required: true } } },
    { distinct: ["hash_on_query_arg", "hash_fallback_query_arg"] },
    { conditional: { if_field: "hash_on", if_match: { match: "^uri_capture$" }, then_field: "hash_on_uri_capture", then_match: { required: true } } },
    {
      conditional: { if_field: "hash_fallback", if_match: { match: "^uri_capture$" }, then_field: "hash_fallback_uri_capture", then_match: { required: true } },
    },
    { distinct: ["hash_on_uri_capture", "hash_fallback_uri_capture"] },
  ],
} satisfies EntitySchema;
