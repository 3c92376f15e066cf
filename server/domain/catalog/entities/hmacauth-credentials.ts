import type { EntitySchema } from "../../kong-schema/schema";
import { CONSUMER, CREATED_AT, ID, TAGS } from "../parts/identity-fields";

/** The rules of hmacauth credentials. */
export const hmacauthCredentials = {
  name: "hmacauth_credentials",
  help: "TODO",
  nameKey: "username",
  cacheKey: ["username"],
  fields: [ID, CREATED_AT, CONSUMER, { name: "username", type: "string", required: true, unique: true }, { name: "secret", type: "string", auto: true }, TAGS],
} satisfies EntitySchema;
