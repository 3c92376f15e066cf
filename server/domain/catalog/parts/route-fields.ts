import type { FieldSchema } from "../../kong-schema/schema";
import { PORT } from "./numbers";
import { HEADER_NAME, HOST_PATTERN, IP_OR_CIDR } from "./text";

/** Addresses and ports of a connection, of which one must match. */
export const PEER_ADDRESSES = {
  type: "set",
  elements: {
    type: "record",
    fields: [
      { name: "ip", ...IP_OR_CIDR, help: "An address, or a range such as 10.0.0.0/8." },
      { name: "port", ...PORT, help: "A port." },
    ],
    entity_checks: [{ at_least_one_of: ["ip", "port"] }],
  },
} as const satisfies FieldSchema;

/** Methods of HTTP. */
export const METHODS = { type: "set", elements: { type: "string", match: "^%u+$" } } as const satisfies FieldSchema;

/** Host names, of which one must match. */
export const HOSTS = { type: "array", elements: HOST_PATTERN } as const satisfies FieldSchema;

/** Paths, of which one must match. */
export const PATHS = {
  type: "array",
  elements: {
    type: "string",
    match_none: [{ pattern: "//", err: "must not have empty segments" }],
    match_any: { patterns: ["^/", "^~/"], err: "should start with: / (fixed path) or ~/ (regex path)" },
    check: "validate_path_with_regexes",
  },
} as const satisfies FieldSchema;

/** Headers that must all match. */
export const MATCH_HEADERS = {
  type: "map",
  keys: {
    ...HEADER_NAME,
    match_none: [{ pattern: "^[Hh][Oo][Ss][Tt]$", err: "cannot contain 'host' header, which must be specified in the 'hosts' attribute" }],
  },
  values: { type: "array", elements: { type: "string" } },
} as const satisfies FieldSchema;
