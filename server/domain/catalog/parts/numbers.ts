import type { FieldSchema } from "../../kong-schema/schema";

/** A port. */
export const PORT = { type: "integer", between: [0, 65535] } as const satisfies FieldSchema;

/** A time in milliseconds. */
export const TIMEOUT = { type: "integer", between: [0, 2147483646] } as const satisfies FieldSchema;
