import type { EntitySchema } from "../../kong-schema/schema";
import { CREATED_AT, ID, TAGS, UPDATED_AT } from "../parts/identity-fields";

/** The rules of key sets. */
export const keySets = {
  name: "key_sets",
  help: "TODO",
  nameKey: "name",
  nests: ["keys"],
  fields: [ID, { name: "name", type: "string", unique: true }, TAGS, CREATED_AT, UPDATED_AT],
} satisfies EntitySchema;
