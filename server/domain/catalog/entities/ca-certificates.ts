import type { EntitySchema } from "../../kong-schema/schema";
import { CREATED_AT, ID, TAGS, UPDATED_AT } from "../parts/identity-fields";

/** The rules of ca certificates. */
export const caCertificates = {
  name: "ca_certificates",
  help: "The certificate of an authority, by which Kong checks those of services and clients.",
  fields: [
    {
      name: "cert",
      type: "string",
      required: true,
      check: "validate_certificate",
      help: "One certificate, as PEM; it must be one of an authority, and not be expired.",
    },
    { name: "cert_digest", type: "string", unique: true, help: "Made by Kong of the certificate.", isAdvanced: true },
    TAGS,
    ID,
    CREATED_AT,
    UPDATED_AT,
  ],
  entity_checks: [{ custom_entity_check: { field_sources: ["cert"], check: "ca_certificate" } }],
} satisfies EntitySchema;
