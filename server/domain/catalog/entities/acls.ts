import type { EntitySchema } from "../../kong-schema/schema";
import { CONSUMER, CREATED_AT, ID, TAGS } from "../parts/identity-fields";

/** The rules of acls. */
export const acls = {
  name: "acls",
  help: "TODO",
  cacheKey: ["consumer", "group"],
  fields: [ID, CREATED_AT, CONSUMER, { name: "group", type: "string", required: true }, TAGS],
} satisfies EntitySchema;
