import type { EntitySchema } from "../../kong-schema/schema";
import { CREATED_AT, ID } from "../parts/identity-fields";
import { GENERATED_KEY } from "../parts/text";

/** The rules of oauth2 authorization codes. */
export const oauth2AuthorizationCodes = {
  name: "oauth2_authorization_codes",
  ttl: true,
  help: "A code that the plugin oauth2 gave out, to be changed for a token; nodes without a database make none.",
  fields: [
    {
      name: "credential",
      type: "foreign",
      required: true,
      reference: "oauth2_credentials",
      on_delete: "cascade",
      help: "The application that it was given to.",
    },
    { name: "code", ...GENERATED_KEY, encrypted: true, help: "What the application shows." },
    { name: "scope", type: "string" },
    { name: "authenticated_userid", type: "string", help: "The user that said yes." },
    { name: "challenge", type: "string", help: "What the application must prove to know.", isAdvanced: true },
    { name: "challenge_method", type: "string", one_of: ["S256"], isAdvanced: true },
    { name: "service", type: "foreign", reference: "services", on_delete: "cascade" },
    { name: "plugin", type: "foreign", reference: "plugins", on_delete: "cascade", help: "The plugin that gave it out." },
    { name: "ttl", type: "number", help: "After how many seconds the record goes.", isAdvanced: true },
    ID,
    CREATED_AT,
  ],
} satisfies EntitySchema;
