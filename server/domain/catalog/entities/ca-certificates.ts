import type { EntitySchema } from "../../kong-schema/schema";
import { CREATED_AT, ID, TAGS, UPDATED_AT } from "../parts/identity-fields";

/** The rules of ca certificates. */
export const caCertificates = {
  name: "ca_certificates",
  help: "TODO",
  fields: [
    ID,
    CREATED_AT,
    UPDATED_AT,
    { name: "cert", type: "string", required: true, check: "validate_certificate" },
    { name: "cert_digest", type: "string", unique: true },
    TAGS,
  ],
  entity_checks: [{ custom_entity_check: { field_sources: ["cert"], check: "ca_certificate" } }],
} satisfies EntitySchema;
