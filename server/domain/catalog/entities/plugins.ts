import type { EntitySchema } from "../../kong-schema/schema";
import { CREATED_AT, ID, TAGS, UPDATED_AT } from "../parts/identity-fields";
import { HTTP_PROTOCOLS, PROTOCOL } from "../parts/protocols";
import { UNIQUE_NAME } from "../parts/text";

/** The rules of plugins. */
export const plugins = {
  name: "plugins",
  help: "TODO",
  nameKey: "instance_name",
  cacheKey: ["name", "route", "service", "consumer"],
  nests: ["oauth2_authorization_codes"],
  fields: [
    ID,
    { name: "name", type: "string", required: true },
    { name: "instance_name", ...UNIQUE_NAME },
    CREATED_AT,
    UPDATED_AT,
    { name: "route", type: "foreign", reference: "routes", on_delete: "cascade" },
    { name: "service", type: "foreign", reference: "services", on_delete: "cascade" },
    { name: "consumer", type: "foreign", reference: "consumers", on_delete: "cascade" },
    { name: "config", type: "record", fields: [] },
    { name: "protocols", type: "set", required: true, default: HTTP_PROTOCOLS, elements: PROTOCOL },
    { name: "enabled", type: "boolean", required: true, default: true },
    TAGS,
  ],
} satisfies EntitySchema;
