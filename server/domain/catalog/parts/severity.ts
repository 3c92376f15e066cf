import type { FieldSchema } from "../../kong-schema/schema";

/** How severe an entry of a log is. */
export const SEVERITY = {
  type: "string",
  default: "info",
  one_of: ["debug", "info", "notice", "warning", "err", "crit", "alert", "emerg"],
} as const satisfies FieldSchema;
