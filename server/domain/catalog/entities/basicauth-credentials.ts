import type { EntitySchema } from "../../kong-schema/schema";
import { CONSUMER, CREATED_AT, ID, TAGS } from "../parts/identity-fields";

/** The rules of basicauth credentials. */
export const basicauthCredentials = {
  name: "basicauth_credentials",
  help: "TODO",
  nameKey: "username",
  cacheKey: ["username"],
  fields: [
    ID,
    CREATED_AT,
    CONSUMER,
    { name: "username", type: "string", required: true, unique: true },
    { name: "password", type: "string", required: true, encrypted: true },
    TAGS,
  ],
} satisfies EntitySchema;
