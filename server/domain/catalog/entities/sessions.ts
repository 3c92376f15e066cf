import type { EntitySchema } from "../../kong-schema/schema";
import { CREATED_AT, ID } from "../parts/identity-fields";

/** The rules of sessions. */
export const sessions = {
  name: "sessions",
  help: "TODO",
  nameKey: "session_id",
  cacheKey: ["session_id"],
  fields: [
    ID,
    { name: "session_id", type: "string", required: true, unique: true },
    { name: "expires", type: "integer" },
    { name: "data", type: "string" },
    CREATED_AT,
    { name: "ttl", type: "number" },
  ],
} satisfies EntitySchema;
