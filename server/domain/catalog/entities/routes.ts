import type { EntitySchema } from "../../kong-schema/schema";
import { CREATED_AT, ID, TAGS, UPDATED_AT } from "../parts/identity-fields";
import { PROTOCOL } from "../parts/protocols";
import { HOSTS, MATCH_HEADERS, METHODS, PATHS, PEER_ADDRESSES } from "../parts/route-fields";
import { ROUTE_RULES } from "../parts/route-rules";
import { UNIQUE_NAME } from "../parts/text";

/** The rules of routes. */
export const routes = {
  name: "routes",
  help: "TODO",
  nameKey: "name",
  nests: ["plugins", "filter_chains"],
  fields: [
    ID,
    CREATED_AT,
    UPDATED_AT,
    { name: "name", ...UNIQUE_NAME },
    {
      name: "protocols",
      type: "set",
      required: true,
      default: ["http", "https"],
      len_min: 1,
      mutually_exclusive_subsets: [["http", "https"], ["tcp", "tls", "udp"], ["tls_passthrough"], ["grpc", "grpcs"]],
      elements: PROTOCOL,
    },
    { name: "https_redirect_status_code", type: "integer", required: true, default: 426, one_of: [426, 301, 302, 307, 308] },
    { name: "strip_path", type: "boolean", required: true, default: true },
    { name: "preserve_host", type: "boolean", required: true, default: false },
    { name: "request_buffering", type: "boolean", required: true, default: true },
    { name: "response_buffering", type: "boolean", required: true, default: true },
    TAGS,
    { name: "service", type: "foreign", reference: "services" },
    { name: "snis", type: "set", elements: { type: "string", check: "validate_wildcard_host" } },
    { name: "sources", ...PEER_ADDRESSES },
    { name: "destinations", ...PEER_ADDRESSES },
    { name: "methods", ...METHODS },
    { name: "hosts", ...HOSTS },
    { name: "paths", ...PATHS },
    { name: "headers", ...MATCH_HEADERS },
    { name: "regex_priority", type: "integer", default: 0 },
    { name: "path_handling", type: "string", default: "v0", one_of: ["v0", "v1"] },
  ],
  entity_checks: [
    {
      conditional: {
        if_field: "protocols",
        if_match: { elements: { type: "string", not_one_of: ["grpcs", "https", "tls", "tls_passthrough"] } },
        then_field: "snis",
        then_match: { len_eq: 0 },
        then_err: "'snis' can only be set when 'protocols' is 'grpcs', 'https', 'tls' or 'tls_passthrough'",
      },
    },
    { custom_entity_check: { field_sources: ["path_handling"], check: "path_handling" } },
    {
      custom_entity_check: {
        field_sources: [
          "id",
          "protocols",
          "snis",
          "sources",
          "destinations",
          "methods",
          "hosts",
          "paths",
          "headers",
          "expression",
          "regex_priority",
          "priority",
        ],
        check: "validate_route",
        run_with_missing_fields: true,
      },
    },
  ],
  byProtocol: ROUTE_RULES,
} satisfies EntitySchema;
