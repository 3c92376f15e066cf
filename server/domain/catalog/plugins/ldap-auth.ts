import type { PluginSchema } from "../../kong-schema/schema";
import { PORT } from "../parts/numbers";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { NO_CONSUMER } from "../parts/scopes";
import { HOST } from "../parts/text";

/** The rules of the plugin `ldap-auth`. */
export const ldapAuth = {
  name: "ldap-auth",
  purpose: "Authentication",
  help: "Lets in only users that an LDAP directory knows.",
  scopes: NO_CONSUMER,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "ldap_host", ...HOST, required: true, help: "Where the directory is." },
      { name: "ldap_port", ...PORT, required: true, default: 389, help: "389, or 636 for LDAPS." },
      { name: "base_dn", type: "string", required: true, help: "Where in the directory users are, such as ou=people,dc=example,dc=com." },
      { name: "attribute", type: "string", required: true, help: "What holds the user name, such as uid or cn." },
      { name: "ldaps", type: "boolean", required: true, default: false, help: "Talks LDAPS. Not together with StartTLS." },
      { name: "start_tls", type: "boolean", required: true, default: false, help: "Turns TLS on after connecting." },
      { name: "verify_ldap_host", type: "boolean", required: true, default: false, help: "Whether to check the certificate of the directory." },
      { name: "header_type", type: "string", default: "ldap", help: "The first word of the Authorization header, such as ldap or basic." },
      {
        name: "hide_credentials",
        type: "boolean",
        required: true,
        default: false,
        help: "Takes user name and password off before the service sees the request.",
      },
      { name: "cache_ttl", type: "number", required: true, default: 60, help: "For how many seconds an answer of the directory is kept.", isAdvanced: true },
      { name: "timeout", type: "number", default: 10000, help: "How long to wait for the directory, in milliseconds.", isAdvanced: true },
      { name: "keepalive", type: "number", default: 60000, help: "How long a connection that rests is kept, in milliseconds.", isAdvanced: true },
      {
        name: "anonymous",
        type: "string",
        help: "The username or id of a consumer as whom requests without a password pass. Empty: they are refused.",
        isAdvanced: true,
      },
      { name: "realm", type: "string", help: "What a refused client is told to log in to.", isAdvanced: true },
    ],
    entity_checks: [
      {
        conditional: {
          if_field: "ldaps",
          if_match: { eq: { value: true } },
          then_field: "start_tls",
          then_match: { eq: { value: false } },
          then_err: "'ldaps' and 'start_tls' cannot be enabled simultaneously",
        },
      },
    ],
  },
} satisfies PluginSchema;
