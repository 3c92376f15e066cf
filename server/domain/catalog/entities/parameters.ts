import type { EntitySchema } from "../../kong-schema/schema";
import { CREATED_AT } from "../parts/identity-fields";

/** The rules of parameters. */
export const parameters = {
  name: "parameters",
  help: "A setting that nodes keep for themselves.",
  cacheKey: ["key"],
  primaryKey: ["key"],
  fields: [{ name: "key", type: "string", required: true, unique: true }, { name: "value", type: "string", required: true }, CREATED_AT],
} satisfies EntitySchema;
