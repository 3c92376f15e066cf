import type { EntitySchema } from "../../kong-schema/schema";
import { ID, TAGS } from "../parts/identity-fields";
import { PORT } from "../parts/numbers";

/** The rules of targets. */
export const targets = {
  name: "targets",
  help: "TODO",
  nameKey: "target",
  cacheKey: ["upstream", "target"],
  fields: [
    ID,
    { name: "created_at", type: "number", auto: true, timestamp: true },
    { name: "updated_at", type: "number", auto: true, timestamp: true },
    { name: "upstream", type: "foreign", required: true, reference: "upstreams", on_delete: "cascade" },
    { name: "target", type: "string", required: true, check: "validate_target" },
    { name: "weight", ...PORT, default: 100 },
    TAGS,
  ],
} satisfies EntitySchema;
