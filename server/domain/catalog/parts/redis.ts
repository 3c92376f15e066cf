import type { NamedField } from "../../kong-schema/schema";
import { PORT, TIMEOUT } from "./numbers";
import { HOST, SECRET_REFERENCE, SNI } from "./text";

/** How to reach a Redis server. */
export const REDIS_FIELDS = [
  { name: "host", ...HOST, help: "Where Redis runs." },
  { name: "port", ...PORT, default: 6379 },
  { name: "username", type: "string", referenceable: true, help: "Empty: no user name is sent." },
  { name: "password", ...SECRET_REFERENCE, len_min: 0 },
  { name: "ssl", type: "boolean", default: false, help: "Talks TLS to Redis." },
  { name: "ssl_verify", type: "boolean", default: false, help: "Whether to check the certificate of Redis." },
  { name: "server_name", ...SNI, help: "The name that the certificate of Redis must have.", isAdvanced: true },
  { name: "database", type: "integer", default: 0, help: "The number of the database.", isAdvanced: true },
  { name: "timeout", ...TIMEOUT, default: 2000, help: "How long to wait for Redis, in milliseconds.", isAdvanced: true },
] as const satisfies readonly NamedField[];
