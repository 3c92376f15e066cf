import type { EntitySchema } from "../../kong-schema/schema";
import { CONSUMER, CREATED_AT, ID, TAGS } from "../parts/identity-fields";
import { GENERATED_KEY } from "../parts/text";

/** The rules of keyauth credentials. */
export const keyauthCredentials = {
  name: "keyauth_credentials",
  help: "TODO",
  nameKey: "key",
  cacheKey: ["key"],
  fields: [ID, CREATED_AT, CONSUMER, { name: "key", ...GENERATED_KEY }, TAGS, { name: "ttl", type: "number" }],
} satisfies EntitySchema;
