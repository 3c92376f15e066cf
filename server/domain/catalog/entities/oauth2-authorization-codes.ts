import type { EntitySchema } from "../../kong-schema/schema";
import { CREATED_AT, ID } from "../parts/identity-fields";
import { GENERATED_KEY } from "../parts/text";

/** The rules of oauth2 authorization codes. */
export const oauth2AuthorizationCodes = {
  name: "oauth2_authorization_codes",
  help: "TODO",
  fields: [
    ID,
    CREATED_AT,
    { name: "service", type: "foreign", reference: "services", on_delete: "cascade" },
    { name: "credential", type: "foreign", required: true, reference: "oauth2_credentials", on_delete: "cascade" },
    { name: "code", ...GENERATED_KEY },
    { name: "authenticated_userid", type: "string" },
    { name: "scope", type: "string" },
    { name: "challenge", type: "string" },
    { name: "challenge_method", type: "string", one_of: ["S256"] },
    { name: "plugin", type: "foreign", reference: "plugins", on_delete: "cascade" },
    { name: "ttl", type: "number" },
  ],
} satisfies EntitySchema;
