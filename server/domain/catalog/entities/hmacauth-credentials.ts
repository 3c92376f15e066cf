import type { EntitySchema } from "../../kong-schema/schema";
import { CONSUMER, CREATED_AT, ID, TAGS } from "../parts/identity-fields";

/** The rules of hmacauth credentials. */
export const hmacauthCredentials = {
  name: "hmacauth_credentials",
  help: "A user name and secret with which a consumer signs requests, for the plugin hmac-auth.",
  nameKey: "username",
  cacheKey: ["username"],
  fields: [
    { name: "username", type: "string", required: true, unique: true, help: "Unique among all consumers." },
    { name: "secret", type: "string", auto: true, encrypted: true, help: "What requests are signed with. Empty: a node makes one up, another at each load." },
    CONSUMER,
    TAGS,
    ID,
    CREATED_AT,
  ],
} satisfies EntitySchema;
