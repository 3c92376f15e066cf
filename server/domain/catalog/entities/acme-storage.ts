import type { EntitySchema } from "../../kong-schema/schema";
import { CREATED_AT, ID } from "../parts/identity-fields";
import { GENERATED_KEY } from "../parts/text";

/** The rules of acme storage. */
export const acmeStorage = {
  name: "acme_storage",
  ttl: true,
  help: "A certificate or challenge that the plugin acme keeps; nodes without a database keep none here.",
  cacheKey: ["key"],
  fields: [
    { name: "key", ...GENERATED_KEY, required: true },
    { name: "value", type: "string", required: true, auto: true, encrypted: true },
    { name: "ttl", type: "number", isAdvanced: true },
    ID,
    CREATED_AT,
  ],
} satisfies EntitySchema;
