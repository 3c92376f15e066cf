import type { FieldSchema, NamedField } from "../../kong-schema/schema";

/** The fields of a queue, for plugins with other defaults. */
const QUEUE_FIELDS = [
  { name: "max_batch_size", type: "integer", default: 1, between: [1, 1000000], help: "How many entries are sent at once." },
  { name: "max_coalescing_delay", type: "number", default: 1, between: [0, 3600], help: "How many seconds to wait for more entries before they are sent." },
  {
    name: "max_entries",
    type: "integer",
    default: 10000,
    between: [1, 1000000],
    help: "How many entries wait at most; the oldest are dropped.",
    isAdvanced: true,
  },
  { name: "max_bytes", type: "integer", help: "How many bytes of entries wait at most.", isAdvanced: true },
  { name: "max_retry_time", type: "number", default: 60, help: "For how many seconds sending is tried again; -1: without end.", isAdvanced: true },
  { name: "initial_retry_delay", type: "number", default: 0.01, between: [0.001, 1000000], help: "Seconds before the first new try.", isAdvanced: true },
  { name: "max_retry_delay", type: "number", default: 60, between: [0.001, 1000000], help: "The most seconds between two tries.", isAdvanced: true },
  { name: "concurrency_limit", type: "integer", default: 1, one_of: [-1, 1], help: "1: one batch after the other; -1: without limit.", isAdvanced: true },
] as const satisfies readonly NamedField[];

/** How entries wait, are sent in batches and are tried again. */
export const QUEUE = { type: "record", required: true, fields: QUEUE_FIELDS } as const satisfies FieldSchema;
