import type { EntitySchema } from "../../kong-schema/schema";
import { CREATED_AT, ID, TAGS, UPDATED_AT } from "../parts/identity-fields";

/** The rules of consumers. */
export const consumers = {
  name: "consumers",
  help: "Somebody who calls your APIs: a person, an application or another service.",
  nameKey: "username",
  nests: ["oauth2_credentials", "keyauth_credentials", "jwt_secrets", "hmacauth_credentials", "basicauth_credentials", "acls", "plugins"],
  fields: [
    { name: "username", type: "string", unique: true, help: "How you know them. It or the custom id is needed." },
    { name: "custom_id", type: "string", unique: true, help: "Their id in a system of yours." },
    TAGS,
    ID,
    CREATED_AT,
    UPDATED_AT,
  ],
  entity_checks: [{ at_least_one_of: ["custom_id", "username"] }],
} satisfies EntitySchema;
