import type { EntitySchema } from "../../kong-schema/schema";
import { CREATED_AT, ID } from "../parts/identity-fields";

/** The rules of sessions. */
export const sessions = {
  name: "sessions",
  ttl: true,
  help: "A session that the plugin session keeps; nodes without a database keep none here.",
  nameKey: "session_id",
  cacheKey: ["session_id"],
  fields: [
    { name: "session_id", type: "string", required: true, unique: true },
    { name: "expires", type: "integer" },
    { name: "data", type: "string", encrypted: true },
    { name: "ttl", type: "number", isAdvanced: true },
    ID,
    CREATED_AT,
  ],
} satisfies EntitySchema;
