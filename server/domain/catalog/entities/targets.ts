import type { EntitySchema } from "../../kong-schema/schema";
import { ID, TAGS } from "../parts/identity-fields";
import { PORT } from "../parts/numbers";

/** The rules of targets. */
export const targets = {
  name: "targets",
  help: "One instance of an application, at a host and port, to which an upstream sends requests.",
  nameKey: "target",
  cacheKey: ["upstream", "target"],
  fields: [
    { name: "upstream", type: "foreign", required: true, reference: "upstreams", on_delete: "cascade", help: "The upstream that it belongs to." },
    { name: "target", type: "string", required: true, check: "validate_target", help: "Host and port, such as 10.0.0.7:8080 or orders-1.internal:8080." },
    { name: "weight", ...PORT, default: 100, help: "Its share of the requests, against the weights of the others; 0: none." },
    TAGS,
    ID,
    { name: "created_at", type: "number", auto: true, timestamp: true },
    { name: "updated_at", type: "number", auto: true, timestamp: true },
  ],
} satisfies EntitySchema;
