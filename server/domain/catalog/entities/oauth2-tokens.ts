import type { EntitySchema } from "../../kong-schema/schema";
import { CREATED_AT, ID } from "../parts/identity-fields";
import { GENERATED_KEY } from "../parts/text";

/** The rules of oauth2 tokens. */
export const oauth2Tokens = {
  name: "oauth2_tokens",
  help: "TODO",
  nameKey: "access_token",
  cacheKey: ["access_token"],
  fields: [
    ID,
    CREATED_AT,
    { name: "service", type: "foreign", reference: "services", on_delete: "cascade" },
    { name: "credential", type: "foreign", required: true, reference: "oauth2_credentials", on_delete: "cascade" },
    { name: "token_type", type: "string", required: true, default: "bearer", one_of: ["bearer"] },
    { name: "expires_in", type: "integer", required: true },
    { name: "access_token", ...GENERATED_KEY },
    { name: "refresh_token", type: "string", unique: true },
    { name: "authenticated_userid", type: "string" },
    { name: "scope", type: "string" },
    { name: "ttl", type: "number" },
  ],
} satisfies EntitySchema;
