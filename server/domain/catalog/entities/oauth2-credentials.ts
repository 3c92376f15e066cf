import type { EntitySchema } from "../../kong-schema/schema";
import { CONSUMER, CREATED_AT, ID, TAGS } from "../parts/identity-fields";
import { GENERATED_KEY } from "../parts/text";

/** The rules of oauth2 credentials. */
export const oauth2Credentials = {
  name: "oauth2_credentials",
  help: "TODO",
  nameKey: "client_id",
  cacheKey: ["client_id"],
  nests: ["oauth2_tokens", "oauth2_authorization_codes"],
  fields: [
    ID,
    CREATED_AT,
    CONSUMER,
    { name: "name", type: "string", required: true },
    { name: "client_id", ...GENERATED_KEY },
    { name: "client_secret", type: "string", auto: true, encrypted: true },
    { name: "hash_secret", type: "boolean", required: true, default: false },
    { name: "redirect_uris", type: "array", elements: { type: "string", check: "validate_uri" } },
    TAGS,
    { name: "client_type", type: "string", required: true, default: "confidential", one_of: ["confidential", "public"] },
  ],
} satisfies EntitySchema;
