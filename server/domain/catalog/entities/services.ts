import type { EntitySchema } from "../../kong-schema/schema";
import { CREATED_AT, ID, TAGS, UPDATED_AT } from "../parts/identity-fields";
import { PORT } from "../parts/numbers";
import { PROTOCOL } from "../parts/protocols";
import { HOST, PATH, UNIQUE_NAME } from "../parts/text";

/** The rules of services. */
export const services = {
  name: "services",
  help: "An API or application behind Kong: where it is, and how Kong talks to it.",
  nameKey: "name",
  nests: ["oauth2_tokens", "oauth2_authorization_codes", "plugins", "filter_chains", "routes"],
  fields: [
    { name: "name", ...UNIQUE_NAME, help: "By which routes and plugins refer to it; letters, digits and . _ ~ - only." },
    { name: "protocol", ...PROTOCOL, required: true, default: "http", help: "How Kong talks to it." },
    { name: "host", ...HOST, required: true, help: "Host name or address, or the name of an upstream, to spread requests over its targets." },
    { name: "port", ...PORT, required: true, default: 80, help: "The port it listens on." },
    { name: "path", ...PATH, help: "Put before the path of every request, such as /v1. Only for http and https." },
    { name: "enabled", type: "boolean", required: true, default: true, help: "Off: its routes are not served." },
    { name: "retries", type: "integer", default: 5, between: [0, 32767], help: "How often a request that could not be delivered is tried again." },
    { name: "connect_timeout", type: "integer", default: 60000, between: [1, 2147483646], help: "How long to wait for a connection, in milliseconds." },
    {
      name: "write_timeout",
      type: "integer",
      default: 60000,
      between: [1, 2147483646],
      help: "The longest pause between two parts of a request sent, in milliseconds.",
    },
    {
      name: "read_timeout",
      type: "integer",
      default: 60000,
      between: [1, 2147483646],
      help: "The longest pause between two parts of an answer, in milliseconds.",
    },
    TAGS,
    {
      name: "client_certificate",
      type: "foreign",
      reference: "certificates",
      help: "The certificate that Kong shows to the service. Only for https and tls.",
      isAdvanced: true,
    },
    {
      name: "tls_verify",
      type: "boolean",
      help: "Whether to check the certificate of the service. Empty: as the node is set. Only for https and tls.",
      isAdvanced: true,
    },
    {
      name: "tls_verify_depth",
      type: "integer",
      between: [0, 64],
      help: "How long the chain of its certificates may be. Only for https and tls.",
      isAdvanced: true,
    },
    {
      name: "ca_certificates",
      type: "array",
      elements: { type: "string", uuid: true },
      help: "Ids of the CA certificates by which the certificate of the service is checked. Only for https and tls.",
      isAdvanced: true,
    },
    ID,
    CREATED_AT,
    UPDATED_AT,
  ],
  shorthand_fields: [
    { name: "url", type: "string", into: "services_url", help: "Protocol, host, port and path in one, such as https://orders.internal:8443/v1." },
  ],
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
