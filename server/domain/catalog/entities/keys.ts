import type { EntitySchema } from "../../kong-schema/schema";
import { CREATED_AT, ID, TAGS, UPDATED_AT } from "../parts/identity-fields";
import { SECRET_REFERENCE } from "../parts/text";

/** The rules of keys. */
export const keys = {
  name: "keys",
  help: "A cryptographic key, as JWK or PEM, for plugins that sign or check.",
  nameKey: "name",
  cacheKey: ["kid", "set"],
  fields: [
    { name: "name", type: "string", unique: true, help: "Unique among keys." },
    { name: "kid", type: "string", required: true, help: "The key's id, by which tokens name it; in a JWK it must be the same." },
    { name: "set", type: "foreign", reference: "key_sets", on_delete: "cascade", help: "The key set that it belongs to." },
    { name: "jwk", ...SECRET_REFERENCE, help: "The key as a JSON Web Key. Either this or PEM." },
    {
      name: "pem",
      type: "record",
      check: "validate_pem_keys",
      fields: [
        { name: "public_key", type: "string", referenceable: true, help: "The public half." },
        { name: "private_key", ...SECRET_REFERENCE, help: "The private half; it must fit the public one." },
      ],
      entity_checks: [{ at_least_one_of: ["private_key", "public_key"] }],
      help: "The key as PEM. Either this or JWK.",
    },
    TAGS,
    ID,
    CREATED_AT,
    UPDATED_AT,
  ],
  entity_checks: [
    { mutually_exclusive: ["jwk", "pem"] },
    { at_least_one_of: ["jwk", "pem"] },
    { custom_entity_check: { field_sources: ["jwk", "pem", "kid"], check: "keys_jwk_pem" } },
  ],
} satisfies EntitySchema;
