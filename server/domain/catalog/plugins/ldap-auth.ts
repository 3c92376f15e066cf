import type { PluginSchema } from "../../kong-schema/schema";
import { PORT } from "../parts/numbers";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { NO_CONSUMER } from "../parts/scopes";
import { HOST } from "../parts/text";

/** The rules of the plugin `ldap-auth`. */
export const ldapAuth = {
  name: "ldap-auth",
  purpose: "Security",
  help: "TODO",
  scopes: NO_CONSUMER,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "ldap_host", ...HOST, required: true },
      { name: "ldap_port", ...PORT, required: true, default: 389 },
      { name: "ldaps", type: "boolean", required: true, default: false },
      { name: "start_tls", type: "boolean", required: true, default: false },
      { name: "verify_ldap_host", type: "boolean", required: true, default: false },
      { name: "base_dn", type: "string", required: true },
      { name: "attribute", type: "string", required: true },
      { name: "cache_ttl", type: "number", required: true, default: 60 },
      { name: "hide_credentials", type: "boolean", required: true, default: false },
      { name: "timeout", type: "number", default: 10000 },
      { name: "keepalive", type: "number", default: 60000 },
      { name: "anonymous", type: "string" },
      { name: "header_type", type: "string", default: "ldap" },
      { name: "realm", type: "string" },
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
