import type { EntitySchema } from "../../kong-schema/schema";
import { CREATED_AT, ID, TAGS, UPDATED_AT } from "../parts/identity-fields";

/** The rules of snis. */
export const snis = {
  name: "snis",
  help: "TODO",
  nameKey: "name",
  fields: [
    ID,
    { name: "name", type: "string", required: true, unique: true, check: "validate_wildcard_host" },
    CREATED_AT,
    UPDATED_AT,
    TAGS,
    { name: "certificate", type: "foreign", required: true, reference: "certificates" },
  ],
} satisfies EntitySchema;
