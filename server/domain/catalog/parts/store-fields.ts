import type { NamedField } from "../../kong-schema/schema";
import { PORT } from "./numbers";
import { HOST, SECRET_REFERENCE } from "./text";

/** How to reach a store of certificates. */
export const STORE_FIELDS = [
  { name: "host", ...HOST },
  { name: "port", ...PORT },
  { name: "https", type: "boolean", default: false, help: "Talks https." },
  { name: "kv_path", type: "string", help: "Where in its key-value store." },
  { name: "token", ...SECRET_REFERENCE },
  { name: "timeout", type: "number", help: "In milliseconds.", isAdvanced: true },
] as const satisfies readonly NamedField[];
