import type { EntitySchema } from "../../kong-schema/schema";
import { CREATED_AT, ID, TAGS, UPDATED_AT } from "../parts/identity-fields";
import { HTTP_PROTOCOLS, PROTOCOL } from "../parts/protocols";
import { UNIQUE_NAME } from "../parts/text";

/** The rules of plugins. */
export const plugins = {
  name: "plugins",
  help: "Something that Kong does with requests, for all of them or for those of a service, a route or a consumer.",
  nameKey: "instance_name",
  cacheKey: ["name", "route", "service", "consumer"],
  nests: ["oauth2_authorization_codes"],
  fields: [
    { name: "name", type: "string", required: true, help: "Which plugin it is." },
    { name: "instance_name", ...UNIQUE_NAME, help: "A name of your own, to tell it from others of the kind." },
    { name: "enabled", type: "boolean", required: true, default: true, help: "Off: it is kept, and does nothing." },
    { name: "service", type: "foreign", reference: "services", on_delete: "cascade", help: "Runs for the requests of this gateway service alone." },
    { name: "route", type: "foreign", reference: "routes", on_delete: "cascade", help: "Runs for the requests of this route alone." },
    { name: "consumer", type: "foreign", reference: "consumers", on_delete: "cascade", help: "Runs for the requests of this consumer alone." },
    { name: "config", type: "record", help: "What the plugin does." },
    {
      name: "protocols",
      type: "set",
      required: true,
      default: HTTP_PROTOCOLS,
      elements: PROTOCOL,
      help: "Runs for requests by these protocols.",
      isAdvanced: true,
    },
    TAGS,
    ID,
    CREATED_AT,
    UPDATED_AT,
  ],
} satisfies EntitySchema;
