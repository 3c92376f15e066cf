import type { EntitySchema } from "../../kong-schema/schema";
import { CONSUMER, CREATED_AT, ID, TAGS } from "../parts/identity-fields";

/** The rules of basicauth credentials. */
export const basicauthCredentials = {
  name: "basicauth_credentials",
  help: "A user name and password of a consumer, for the plugin basic-auth.",
  nameKey: "username",
  cacheKey: ["username"],
  fields: [
    { name: "username", type: "string", required: true, unique: true, help: "Unique among all consumers." },
    { name: "password", type: "string", required: true, encrypted: true, help: "Kong keeps a hash of it alone." },
    CONSUMER,
    TAGS,
    ID,
    CREATED_AT,
  ],
  transformations: [{ input: ["password"], needs: ["consumer.id"] }],
} satisfies EntitySchema;
