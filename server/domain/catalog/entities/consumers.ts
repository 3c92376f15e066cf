import type { EntitySchema } from "../../kong-schema/schema";
import { CREATED_AT, ID, TAGS, UPDATED_AT } from "../parts/identity-fields";

/** The rules of consumers. */
export const consumers = {
  name: "consumers",
  help: "TODO",
  nameKey: "username",
  nests: ["oauth2_credentials", "keyauth_credentials", "jwt_secrets", "hmacauth_credentials", "basicauth_credentials", "acls", "plugins"],
  fields: [ID, CREATED_AT, UPDATED_AT, { name: "username", type: "string", unique: true }, { name: "custom_id", type: "string", unique: true }, TAGS],
  entity_checks: [{ at_least_one_of: ["custom_id", "username"] }],
} satisfies EntitySchema;
