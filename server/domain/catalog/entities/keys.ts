import type { EntitySchema } from "../../kong-schema/schema";
import { CREATED_AT, ID, TAGS, UPDATED_AT } from "../parts/identity-fields";
import { SECRET_REFERENCE } from "../parts/text";

/** The rules of keys. */
export const keys = {
  name: "keys",
  help: "TODO",
  nameKey: "name",
  cacheKey: ["kid", "set"],
  fields: [
    ID,
    { name: "set", type: "foreign", reference: "key_sets", on_delete: "cascade" },
    { name: "name", type: "string", unique: true },
    { name: "kid", type: "string", required: true },
    { name: "jwk", ...SECRET_REFERENCE },
    {
      name: "pem",
      type: "record",
      check: "validate_pem_keys",
      fields: [
        { name: "private_key", ...SECRET_REFERENCE },
        { name: "public_key", type: "string", referenceable: true },
      ],
      entity_checks: [{ at_least_one_of: ["private_key", "public_key"] }],
    },
    TAGS,
    CREATED_AT,
    UPDATED_AT,
  ],
  entity_checks: [
    { mutually_exclusive: ["jwk", "pem"] },
    { at_least_one_of: ["jwk", "pem"] },
    { custom_entity_check: { field_sources: ["jwk", "pem", "kid"], check: "keys_jwk_pem" } },
  ],
} satisfies EntitySchema;
