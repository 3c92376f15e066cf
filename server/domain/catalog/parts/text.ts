import type { FieldSchema } from "../../kong-schema/schema";

/** A host name or an address, without a port. */
export const HOST = { type: "string", check: "validate_host" } as const satisfies FieldSchema;

/** The name of an HTTP header. */
export const HEADER_NAME = { type: "string", check: "validate_header_name" } as const satisfies FieldSchema;

/** An absolute URL. */
export const URL = { type: "string", check: "validate_url" } as const satisfies FieldSchema;

/** A server name of TLS: no address, no port. */
export const SNI = { type: "string", check: "validate_sni" } as const satisfies FieldSchema;

/** A path of a URL. */
export const PATH = {
  type: "string",
  starts_with: "/",
  match_none: [{ pattern: "//", err: "must not have empty segments" }],
  check: "validate_path",
} as const satisfies FieldSchema;

/** An address, or a range in CIDR notation. */
export const IP_OR_CIDR = { type: "string", check: "validate_ip_or_cidr" } as const satisfies FieldSchema;

/** The name of an entity, which no other of its kind has. */
export const UNIQUE_NAME = { type: "string", unique: true, check: "validate_utf8_name" } as const satisfies FieldSchema;

/** A host name in which one label at an end may be `*`. */
export const HOST_PATTERN = {
  type: "string",
  match_all: [{ pattern: "^[^*]*%*?[^*]*$", err: "invalid wildcard: must have at most one wildcard" }],
  match_any: { patterns: ["^%*%.", "%.%*$", "^[^*]*$"], err: "invalid wildcard: must be placed at leftmost or rightmost label" },
  check: "validate_host_with_wildcards",
} as const satisfies FieldSchema;

/** A secret, in clear or as a reference to a vault. */
export const SECRET_REFERENCE = { type: "string", referenceable: true, encrypted: true } as const satisfies FieldSchema;

/** A key that Kong makes where it is absent. */
export const GENERATED_KEY = { type: "string", auto: true, unique: true } as const satisfies FieldSchema;

/** Header names, each with its values. */
export const HEADERS = { type: "map", keys: HEADER_NAME, values: { type: "array", elements: { type: "string" } } } as const satisfies FieldSchema;
