import type { FieldSchema, NamedField } from "../../kong-schema/schema";

/** The fields of a queue, for plugins with other defaults. */
export const QUEUE_FIELDS = [
  { name: "max_batch_size", type: "integer", default: 1, between: [1, 1000000] },
  { name: "max_coalescing_delay", type: "number", default: 1, between: [0, 3600] },
  { name: "max_entries", type: "integer", default: 10000, between: [1, 1000000] },
  { name: "max_bytes", type: "integer" },
  { name: "max_retry_time", type: "number", default: 60 },
  { name: "initial_retry_delay", type: "number", default: 0.01, between: [0.001, 1000000] },
  { name: "max_retry_delay", type: "number", default: 60, between: [0.001, 1000000] },
  { name: "concurrency_limit", type: "integer", default: 1, one_of: [-1, 1] },
] as const satisfies readonly NamedField[];

/** How entries wait, are sent in batches and are tried again. */
export const QUEUE = { type: "record", required: true, fields: QUEUE_FIELDS } as const satisfies FieldSchema;
