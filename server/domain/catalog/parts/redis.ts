import type { NamedField } from "../../kong-schema/schema";
import { PORT, TIMEOUT } from "./numbers";
import { HOST, SECRET_REFERENCE, SNI } from "./text";

/** How to reach a Redis server. */
export const REDIS_FIELDS = [
  { name: "host", ...HOST },
  { name: "port", ...PORT, default: 6379 },
  { name: "timeout", ...TIMEOUT, default: 2000 },
  { name: "username", type: "string", referenceable: true },
  { name: "password", ...SECRET_REFERENCE, len_min: 0 },
  { name: "database", type: "integer", default: 0 },
  { name: "ssl", type: "boolean", default: false },
  { name: "ssl_verify", type: "boolean", default: false },
  { name: "server_name", ...SNI },
] as const satisfies readonly NamedField[];
