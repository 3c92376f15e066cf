import type { NamedField } from "../../kong-schema/schema";

/** Settings from before queues, which Kong still takes, with a warning. */
export const retiredQueueFields = (plugin: string): readonly NamedField[] => [
  {
    name: "retry_count",
    type: "integer",
    isAdvanced: true,
    deprecation: { message: `${plugin}: config.retry_count no longer works, please use config.queue.max_retry_time instead` },
  },
  {
    name: "queue_size",
    type: "integer",
    isAdvanced: true,
    deprecation: { message: `${plugin}: config.queue_size is deprecated, please use config.queue.max_batch_size instead` },
  },
  {
    name: "flush_timeout",
    type: "number",
    isAdvanced: true,
    deprecation: { message: `${plugin}: config.flush_timeout is deprecated, please use config.queue.max_coalescing_delay instead` },
  },
];
