import type { EntitySchema } from "../../kong-schema/schema";
import { CONSUMER, CREATED_AT, ID, TAGS } from "../parts/identity-fields";
import { GENERATED_KEY } from "../parts/text";

/** The rules of oauth2 credentials. */
export const oauth2Credentials = {
  name: "oauth2_credentials",
  help: "An application of a consumer, for the plugin oauth2.",
  nameKey: "client_id",
  cacheKey: ["client_id"],
  nests: ["oauth2_tokens", "oauth2_authorization_codes"],
  fields: [
    { name: "name", type: "string", required: true, help: "The application, as users see it." },
    { name: "client_id", ...GENERATED_KEY, help: "Empty: a node makes one up, another at each load." },
    { name: "client_secret", type: "string", auto: true, encrypted: true, help: "Empty: a node makes one up, another at each load." },
    { name: "redirect_uris", type: "array", elements: { type: "string", check: "validate_uri" }, help: "Where users may be sent after they said yes." },
    {
      name: "client_type",
      type: "string",
      required: true,
      default: "confidential",
      one_of: ["confidential", "public"],
      help: "Public: an application that can keep no secret, such as one in a browser or on a phone.",
    },
    { name: "hash_secret", type: "boolean", required: true, default: false, help: "Kong keeps a hash of the secret alone.", isAdvanced: true },
    CONSUMER,
    TAGS,
    ID,
    CREATED_AT,
  ],
  transformations: [{ input: ["hash_secret"], needs: ["client_secret"] }],
} satisfies EntitySchema;
