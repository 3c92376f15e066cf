import type { EntitySchema } from "../../kong-schema/schema";
import { HEALTH_CHECKS } from "../parts/health-checks";
import { CREATED_AT, ID, TAGS, UPDATED_AT } from "../parts/identity-fields";
import { HEADER_NAME, PATH } from "../parts/text";

/** The rules of upstreams. */
export const upstreams = {
  name: "upstreams",
  help: "Several targets under one name, over which Kong spreads the requests of a gateway service.",
  nameKey: "name",
  nests: ["targets"],
  fields: [
    {
      name: "name",
      type: "string",
      required: true,
      unique: true,
      check: "validate_name",
      help: "What a gateway service has as its host, such as orders.pool.",
    },
    {
      name: "algorithm",
      type: "string",
      default: "round-robin",
      one_of: ["consistent-hashing", "least-connections", "round-robin", "latency"],
      help: "How the next target is chosen. Consistent hashing sends like requests to like targets.",
    },
    {
      name: "hash_on",
      type: "string",
      default: "none",
      one_of: ["none", "consumer", "ip", "header", "cookie", "path", "query_arg", "uri_capture"],
      help: "What makes requests alike, with consistent hashing.",
    },
    {
      name: "hash_fallback",
      type: "string",
      default: "none",
      one_of: ["none", "consumer", "ip", "header", "cookie", "path", "query_arg", "uri_capture"],
      help: "What makes them alike where the first is missing.",
    },
    { name: "hash_on_header", ...HEADER_NAME, help: "The header, where hashing is by header." },
    { name: "hash_fallback_header", ...HEADER_NAME, help: "The header, where the fallback is by header." },
    { name: "hash_on_cookie", type: "string", check: "validate_http_token", help: "The cookie, where hashing is by cookie; Kong sets it where it is missing." },
    { name: "hash_on_cookie_path", ...PATH, default: "/", help: "The path of that cookie.", isAdvanced: true },
    { name: "hash_on_query_arg", type: "string", len_min: 1, help: "The query argument, where hashing is by query argument." },
    { name: "hash_fallback_query_arg", type: "string", len_min: 1, help: "The query argument, where the fallback is by query argument." },
    { name: "hash_on_uri_capture", type: "string", len_min: 1, help: "The named part of the route's path pattern, where hashing is by it." },
    { name: "hash_fallback_uri_capture", type: "string", len_min: 1, help: "The named part of the route's path pattern, where the fallback is by it." },
    { name: "healthchecks", ...HEALTH_CHECKS, help: "How Kong finds out which targets are well, and leaves out those that are not." },
    { name: "host_header", type: "string", check: "validate_host_with_optional_port", help: "The host name that targets are asked for. Empty: their own." },
    TAGS,
    {
      name: "slots",
      type: "integer",
      default: 10000,
      between: [10, 65536],
      help: "Places on the wheel that targets share; some 100 for each target.",
      isAdvanced: true,
    },
    { name: "client_certificate", type: "foreign", reference: "certificates", help: "The certificate that Kong shows to targets.", isAdvanced: true },
    { name: "use_srv_name", type: "boolean", default: false, help: "Asks targets for the host name of their SRV record.", isAdvanced: true },
    ID,
    CREATED_AT,
    UPDATED_AT,
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
