import type { EntitySchema } from "../../kong-schema/schema";
import { CREATED_AT, ID } from "../parts/identity-fields";
import { GENERATED_KEY } from "../parts/text";

/** The rules of acme storage. */
export const acmeStorage = {
  name: "acme_storage",
  help: "TODO",
  cacheKey: ["key"],
  fields: [
    ID,
    { name: "key", ...GENERATED_KEY, required: true },
    { name: "value", type: "string", required: true, auto: true },
    CREATED_AT,
    { name: "ttl", type: "number" },
  ],
} satisfies EntitySchema;
