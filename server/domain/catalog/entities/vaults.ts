import type { EntitySchema } from "../../kong-schema/schema";
import { CREATED_AT, ID, TAGS, UPDATED_AT } from "../parts/identity-fields";

/** The rules of vaults. */
export const vaults = {
  name: "vaults",
  help: "TODO",
  nameKey: "prefix",
  cacheKey: ["prefix"],
  fields: [
    ID,
    { name: "prefix", type: "string", required: true, unique: true, not_one_of: ["env"], match: "^[a-z][a-z%d-]-[a-z%d]+$" },
    { name: "name", type: "string", required: true, one_of: ["env"], err: "this vault is not installed: only 'env' is part of open-source Kong" },
    { name: "description", type: "string" },
    { name: "config", type: "record", fields: [{ name: "prefix", type: "string", match: "^[%a_-][%a%d_-]*$" }] },
    CREATED_AT,
    UPDATED_AT,
    TAGS,
  ],
} satisfies EntitySchema;
