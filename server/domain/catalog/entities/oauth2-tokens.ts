import type { EntitySchema } from "../../kong-schema/schema";
import { CREATED_AT, ID } from "../parts/identity-fields";
import { GENERATED_KEY } from "../parts/text";

/** The rules of oauth2 tokens. */
export const oauth2Tokens = {
  name: "oauth2_tokens",
  ttl: true,
  help: "An access token that the plugin oauth2 gave out; nodes without a database make none.",
  nameKey: "access_token",
  cacheKey: ["access_token"],
  fields: [
    {
      name: "credential",
      type: "foreign",
      required: true,
      reference: "oauth2_credentials",
      on_delete: "cascade",
      help: "The application that it was given to.",
    },
    { name: "access_token", ...GENERATED_KEY, encrypted: true, help: "What the application shows." },
    { name: "refresh_token", type: "string", unique: true, encrypted: true, help: "What it gets a new token with." },
    { name: "expires_in", type: "integer", required: true, help: "After how many seconds it stops working." },
    { name: "token_type", type: "string", required: true, default: "bearer", one_of: ["bearer"] },
    { name: "scope", type: "string" },
    { name: "authenticated_userid", type: "string", help: "The user that said yes." },
    { name: "service", type: "foreign", reference: "services", on_delete: "cascade", help: "The gateway service that it is good for. Empty: all." },
    { name: "ttl", type: "number", help: "After how many seconds the record goes.", isAdvanced: true },
    ID,
    CREATED_AT,
  ],
} satisfies EntitySchema;
