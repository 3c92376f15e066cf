import type { EntitySchema } from "../../kong-schema/schema";
import { HOSTS, METHODS, PATHS, PEER_ADDRESSES } from "./route-fields";
import { HEADERS } from "./text";

type ProtocolRules = NonNullable<EntitySchema["byProtocol"]>[string];

const HTTP_RULES = {
  fields: [
    { name: "sources", ...PEER_ADDRESSES, eq: { value: null }, err: "cannot set 'sources' when 'protocols' is 'http' or 'https'" },
    { name: "destinations", ...PEER_ADDRESSES, eq: { value: null }, err: "cannot set 'destinations' when 'protocols' is 'http' or 'https'" },
  ],
  entity_checks: [
    {
      conditional_at_least_one_of: {
        if_field: "protocols",
        if_match: { contains: "https" },
        then_at_least_one_of: ["methods", "hosts", "headers", "paths", "snis"],
        then_err: "must set one of %s when 'protocols' is 'https'",
        else_match: { contains: "http" },
        else_then_at_least_one_of: ["methods", "hosts", "headers", "paths"],
        else_then_err: "must set one of %s when 'protocols' is 'http'",
      },
    },
  ],
} satisfies ProtocolRules;

const GRPC_RULES = {
  fields: [
    {
      name: "strip_path",
      type: "boolean",
      required: true,
      default: false,
      ne: { value: true },
      err: "cannot set 'strip_path' when 'protocols' is 'grpc' or 'grpcs'",
    },
    { name: "methods", ...METHODS, eq: { value: null }, err: "cannot set 'methods' when 'protocols' is 'grpc' or 'grpcs'" },
    { name: "sources", ...PEER_ADDRESSES, eq: { value: null }, err: "cannot set 'sources' when 'protocols' is 'grpc' or 'grpcs'" },
    { name: "destinations", ...PEER_ADDRESSES, eq: { value: null }, err: "cannot set 'destinations' when 'protocols' is 'grpc' or 'grpcs'" },
  ],
  entity_checks: [
    {
      conditional_at_least_one_of: {
        if_field: "protocols",
        if_match: { contains: "grpcs" },
        then_at_least_one_of: ["hosts", "headers", "paths", "snis"],
        then_err: "must set one of %s when 'protocols' is 'grpcs'",
        else_match: { contains: "grpc" },
        else_then_at_least_one_of: ["hosts", "headers", "paths"],
        else_then_err: "must set one of %s when 'protocols' is 'grpc'",
      },
    },
  ],
} satisfies ProtocolRules;

const STREAM_RULES = {
  fields: [
    { name: "methods", ...METHODS, eq: { value: null }, err: "cannot set 'methods' when 'protocols' is 'tcp', 'tls', 'tls_passthrough' or 'udp'" },
    { name: "hosts", ...HOSTS, eq: { value: null }, err: "cannot set 'hosts' when 'protocols' is 'tcp', 'tls', 'tls_passthrough' or 'udp'" },
    { name: "paths", ...PATHS, eq: { value: null }, err: "cannot set 'paths' when 'protocols' is 'tcp', 'tls', 'tls_passthrough' or 'udp'" },
    { name: "headers", ...HEADERS, eq: { value: null }, err: "cannot set 'headers' when 'protocols' is 'tcp', 'tls', 'tls_passthrough' or 'udp'" },
  ],
  entity_checks: [
    {
      conditional_at_least_one_of: {
        if_field: "protocols",
        if_match: { elements: { type: "string", one_of: ["tcp", "tls", "udp"] } },
        then_at_least_one_of: ["sources", "destinations", "snis"],
        then_err: "must set one of %s when 'protocols' is 'tcp', 'tls' or 'udp'",
      },
    },
    {
      conditional_at_least_one_of: {
        if_field: "protocols",
        if_match: { elements: { type: "string", one_of: ["tls_passthrough"] } },
        then_at_least_one_of: ["snis"],
        then_err: "must set snis when 'protocols' is 'tls_passthrough'",
      },
    },
  ],
} satisfies ProtocolRules;

/** What a route must and must not set, by each of its protocols. */
export const ROUTE_RULES = {
  http: HTTP_RULES,
  https: HTTP_RULES,
  grpc: GRPC_RULES,
  grpcs: GRPC_RULES,
  tcp: STREAM_RULES,
  tls: STREAM_RULES,
  tls_passthrough: STREAM_RULES,
  udp: STREAM_RULES,
} satisfies EntitySchema["byProtocol"];
