import type { EntitySchema } from "../../kong-schema/schema";
import { CREATED_AT, ID, TAGS, UPDATED_AT } from "../parts/identity-fields";
import { SECRET_REFERENCE } from "../parts/text";

/** The rules of certificates. */
export const certificates = {
  name: "certificates",
  help: "A certificate and its private key, which Kong shows to clients or to services.",
  nests: ["upstreams", "snis", "services"],
  fields: [
    { name: "cert", type: "string", required: true, referenceable: true, check: "validate_certificate", help: "As PEM, with the chain after it." },
    { name: "key", ...SECRET_REFERENCE, required: true, check: "validate_key", help: "The private key, as PEM." },
    {
      name: "cert_alt",
      type: "string",
      referenceable: true,
      check: "validate_certificate",
      help: "The same for another type of key, such as ECDSA beside RSA.",
      isAdvanced: true,
    },
    { name: "key_alt", ...SECRET_REFERENCE, check: "validate_key", help: "The private key of the other certificate.", isAdvanced: true },
    TAGS,
    ID,
    CREATED_AT,
    UPDATED_AT,
  ],
  entity_checks: [
    { mutually_required: ["cert_alt", "key_alt"] },
    { custom_entity_check: { field_sources: ["cert", "key"], check: "certificate_matches_key" } },
    { custom_entity_check: { field_sources: ["cert_alt", "key_alt"], check: "certificate_matches_key" } },
    { custom_entity_check: { field_sources: ["cert", "cert_alt"], check: "certificate_types_differ" } },
  ],
} satisfies EntitySchema;
