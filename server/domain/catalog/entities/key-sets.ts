import type { EntitySchema } from "../../kong-schema/schema";
import { CREATED_AT, ID, TAGS, UPDATED_AT } from "../parts/identity-fields";

/** The rules of key sets. */
export const keySets = {
  name: "key_sets",
  help: "Keys under one name.",
  nameKey: "name",
  nests: ["keys"],
  fields: [{ name: "name", type: "string", unique: true, help: "Unique among key sets." }, TAGS, ID, CREATED_AT, UPDATED_AT],
} satisfies EntitySchema;
