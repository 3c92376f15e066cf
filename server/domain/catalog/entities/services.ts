import type { EntitySchema } from "../../kong-schema/schema";
import { CREATED_AT, ID, TAGS, UPDATED_AT } from "../parts/identity-fields";
import { PORT } from "../parts/numbers";
import { PROTOCOL } from "../parts/protocols";
import { HOST, PATH, UNIQUE_NAME } from "../parts/text";

/** The rules of services. */
export const services = {
  name: "services",
  help: "TODO",
  nameKey: "name",
  nests: ["oauth2_tokens", "oauth2_authorization_codes", "plugins", "filter_chains", "routes"],
  fields: [
    ID,
    CREATED_AT,
    UPDATED_AT,
    { name: "name", ...UNIQUE_NAME },
    { name: "retries", type: "integer", default: 5, between: [0, 32767] },
    { name: "protocol", ...PROTOCOL, required: true, default: "http" },
    { name: "host", ...HOST, required: true },
    { name: "port", ...PORT, required: true, default: 80 },
    { name: "path", ...PATH },
    { name: "connect_timeout", type: "integer", default: 60000, between: [1, 2147483646] },
    { name: "write_timeout", type: "integer", default: 60000, between: [1, 2147483646] },
    { name: "read_timeout", type: "integer", default: 60000, between: [1, 2147483646] },
    TAGS,
    { name: "client_certificate", type: "foreign", reference: "certificates" },
    { name: "tls_verify", type: "boolean" },
    { name: "tls_verify_depth", type: "integer", between: [0, 64] },
    { name: "ca_certificates", type: "array", elements: { type: "string", uuid: true } },
    { name: "enabled", type: "boolean", required: true, default: true },
  ],
  shorthand_fields: [{ name: "url", type: "string", into: "services_url" }],
  entity_checks: [
    {
      conditional: {
        if_field: "protocol",
        if_match: { one_of: ["tcp", "tls", "udp", "grpc", "grpcs"] },
        then_field: "path",
        then_match: { eq: { value: null } },
      },
    },
    {
      conditional: { if_field: "protocol", if_match: { not_one_of: ["https", "tls"] }, then_field: "client_certificate", then_match: { eq: { value: null } } },
    },
    { conditional: { if_field: "protocol", if_match: { not_one_of: ["https", "tls"] }, then_field: "tls_verify", then_match: { eq: { value: null } } } },
    { conditional: { if_field: "protocol", if_match: { not_one_of: ["https", "tls"] }, then_field: "tls_verify_depth", then_match: { eq: { value: null } } } },
    { conditional: { if_field: "protocol", if_match: { not_one_of: ["https", "tls"] }, then_field: "ca_certificates", then_match: { eq: { value: null } } } },
  ],
} satisfies EntitySchema;
