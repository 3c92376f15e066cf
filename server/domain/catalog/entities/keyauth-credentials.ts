import type { EntitySchema } from "../../kong-schema/schema";
import { CONSUMER, CREATED_AT, ID, TAGS } from "../parts/identity-fields";
import { GENERATED_KEY } from "../parts/text";

/** The rules of keyauth credentials. */
export const keyauthCredentials = {
  name: "keyauth_credentials",
  ttl: true,
  help: "An API key of a consumer, for the plugin key-auth.",
  nameKey: "key",
  cacheKey: ["key"],
  fields: [
    { name: "key", ...GENERATED_KEY, encrypted: true, help: "What the consumer sends with each request. Empty: a node makes one up, another at each load." },
    CONSUMER,
    TAGS,
    { name: "ttl", type: "number", help: "After how many seconds the key stops working. Empty: never.", isAdvanced: true },
    ID,
    CREATED_AT,
  ],
} satisfies EntitySchema;
