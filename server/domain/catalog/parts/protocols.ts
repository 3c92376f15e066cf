import type { FieldSchema, PluginSchema } from "../../kong-schema/schema";

/** The protocols of HTTP and of gRPC, which is spoken over it. */
export const HTTP_PROTOCOLS = ["grpc", "grpcs", "http", "https"] as const;
/** Every protocol that Kong serves. */
export const ALL_PROTOCOLS = [...HTTP_PROTOCOLS, "tcp", "tls", "tls_passthrough", "udp"] as const;

/** Of a plugin that works on HTTP alone. */
export const HTTP_AND_GRPC = { default: HTTP_PROTOCOLS, allowed: HTTP_PROTOCOLS } as const satisfies PluginSchema["protocols"];
/** Of a plugin that works on streams too, where it is asked to. */
export const ANY_PROTOCOL = { default: HTTP_PROTOCOLS, allowed: ALL_PROTOCOLS } as const satisfies PluginSchema["protocols"];

/** A protocol that Kong serves. */
export const PROTOCOL = { type: "string", one_of: ALL_PROTOCOLS } as const satisfies FieldSchema;
