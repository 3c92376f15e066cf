import type { FieldSchema } from "../../kong-schema/schema";

/** Messages of a chat. */
export const CHAT_MESSAGES = {
  type: "array",
  len_max: 15,
  elements: {
    type: "record",
    fields: [
      { name: "role", type: "string", required: true, default: "system", one_of: ["system", "assistant", "user"], help: "Who says it." },
      { name: "content", type: "string", required: true, len_min: 1, len_max: 500, help: "What is said." },
    ],
  },
} as const satisfies FieldSchema;
