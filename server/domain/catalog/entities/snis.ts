import type { EntitySchema } from "../../kong-schema/schema";
import { CREATED_AT, ID, TAGS, UPDATED_AT } from "../parts/identity-fields";

/** The rules of snis. */
export const snis = {
  name: "snis",
  help: "A server name for which Kong shows a certificate.",
  nameKey: "name",
  fields: [
    {
      name: "name",
      type: "string",
      required: true,
      unique: true,
      check: "validate_wildcard_host",
      help: "A host name; one label at either end may be *, as in *.example.com.",
    },
    { name: "certificate", type: "foreign", required: true, reference: "certificates", help: "What is shown to clients that ask for this name." },
    TAGS,
    ID,
    CREATED_AT,
    UPDATED_AT,
  ],
} satisfies EntitySchema;
