import type { PluginSchema } from "../../kong-schema/schema";
import { ANONYMOUS, HIDE_CREDENTIALS, REALM } from "../parts/authentication-fields";
import { CONNECTION_TIMEOUT, KEEPALIVE } from "../parts/log-fields";
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
      HIDE_CREDENTIALS,
      { name: "cache_ttl", type: "number", required: true, default: 60, help: "For how many seconds an answer of the directory is kept.", isAdvanced: true },
      CONNECTION_TIMEOUT,
      KEEPALIVE,
      ANONYMOUS,
      REALM,
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
