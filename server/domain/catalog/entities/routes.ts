import type { EntitySchema } from "../../kong-schema/schema";
import { CREATED_AT, ID, TAGS, UPDATED_AT } from "../parts/identity-fields";
import { PROTOCOL } from "../parts/protocols";
import { HOSTS, MATCH_HEADERS, METHODS, PATHS, PEER_ADDRESSES } from "../parts/route-fields";
import { ROUTE_RULES } from "../parts/route-rules";
import { UNIQUE_NAME } from "../parts/text";

/** The rules of routes. */
export const routes = {
  name: "routes",
  help: "Which requests go to a gateway service: by path, host, method, header or address.",
  nameKey: "name",
  nests: ["plugins", "filter_chains"],
  fields: [
    { name: "name", ...UNIQUE_NAME, help: "By which plugins refer to it; letters, digits and . _ ~ - only." },
    { name: "service", type: "foreign", reference: "services", help: "Where matching requests go. Empty: plugins must answer them." },
    {
      name: "protocols",
      type: "set",
      required: true,
      default: ["http", "https"],
      len_min: 1,
      mutually_exclusive_subsets: [["http", "https"], ["tcp", "tls", "udp"], ["tls_passthrough"], ["grpc", "grpcs"]],
      elements: PROTOCOL,
      help: "What clients speak. HTTP, gRPC and streams do not mix in one route.",
    },
    { name: "paths", ...PATHS, help: "What a request's path begins with, such as /orders; a pattern begins with ~, such as ~/orders/\\d+$." },
    { name: "hosts", ...HOSTS, help: "Host names that clients ask for; one label at either end may be *, as in *.example.com." },
    { name: "methods", ...METHODS, help: "Such as GET or POST. Empty: all." },
    {
      name: "headers",
      ...MATCH_HEADERS,
      help: "Names of request headers, each with the values of which one must match. One that begins with ~* is a pattern.",
    },
    {
      name: "snis",
      type: "set",
      elements: { type: "string", check: "validate_wildcard_host" },
      help: "Server names that clients ask for in TLS. For https, grpcs and tls.",
    },
    {
      name: "strip_path",
      type: "boolean",
      required: true,
      default: true,
      help: "Takes the part that matched off the path before the service sees it. Off for gRPC.",
    },
    { name: "preserve_host", type: "boolean", required: true, default: false, help: "Passes the host name that the client asked for on to the service." },
    TAGS,
    {
      name: "https_redirect_status_code",
      type: "integer",
      required: true,
      default: 426,
      one_of: [426, 301, 302, 307, 308],
      help: "How a client of plain http is told to use https, where the route takes https alone.",
      isAdvanced: true,
    },
    { name: "regex_priority", type: "integer", default: 0, help: "Of several patterns that match, that with the highest number wins.", isAdvanced: true },
    {
      name: "path_handling",
      type: "string",
      default: "v0",
      one_of: ["v0", "v1"],
      help: "How the paths of service and request are joined; v0 is what nearly all want.",
      isAdvanced: true,
    },
    {
      name: "request_buffering",
      type: "boolean",
      required: true,
      default: true,
      help: "Reads a request to its end before it goes to the service. Off for large uploads.",
      isAdvanced: true,
    },
    {
      name: "response_buffering",
      type: "boolean",
      required: true,
      default: true,
      help: "Reads an answer in full before it goes to the client. Off for streams of events.",
      isAdvanced: true,
    },
    { name: "sources", ...PEER_ADDRESSES, help: "Addresses and ports that connections come from. For tcp, tls and udp.", isAdvanced: true },
    { name: "destinations", ...PEER_ADDRESSES, help: "Addresses and ports that connections go to. For tcp, tls and udp.", isAdvanced: true },
    ID,
    CREATED_AT,
    UPDATED_AT,
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
