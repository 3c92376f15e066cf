import type { EntitySchema } from "../../kong-schema/schema";
import { CONSUMER, CREATED_AT, ID, TAGS } from "../parts/identity-fields";

/** The rules of acls. */
export const acls = {
  name: "acls",
  help: "That a consumer belongs to a group, which the plugin acl lets in or keeps out.",
  cacheKey: ["consumer", "group"],
  fields: [{ name: "group", type: "string", required: true, help: "The name of the group, as in the plugin acl." }, CONSUMER, TAGS, ID, CREATED_AT],
} satisfies EntitySchema;
