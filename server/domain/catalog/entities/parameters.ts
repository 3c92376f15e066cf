import type { EntitySchema } from "../../kong-schema/schema";
import { CREATED_AT } from "../parts/identity-fields";

/** The rules of parameters. */
export const parameters = {
  name: "parameters",
  help: "TODO",
  cacheKey: ["key"],
  primaryKey: ["key"],
  fields: [CREATED_AT, { name: "key", type: "string", required: true, unique: true }, { name: "value", type: "string", required: true }],
} satisfies EntitySchema;
