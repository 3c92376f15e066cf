import type { PluginSchema } from "../../kong-schema/schema";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { NO_CONSUMER } from "../parts/scopes";
import { GENERATED_KEY } from "../parts/text";

/** The rules of the plugin `oauth2`. */
export const oauth2 = {
  name: "oauth2",
  purpose: "Security",
  help: "TODO",
  scopes: NO_CONSUMER,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    check: "validate_flows",
    fields: [
      { name: "scopes", type: "array", elements: { type: "string" } },
      { name: "mandatory_scope", type: "boolean", required: true, default: false },
      { name: "provision_key", ...GENERATED_KEY, required: true, encrypted: true },
      { name: "token_expiration", type: "number", required: true, default: 7200 },
      { name: "enable_authorization_code", type: "boolean", required: true, default: false },
      { name: "enable_implicit_grant", type: "boolean", required: true, default: false },
      { name: "enable_client_credentials", type: "boolean", required: true, default: false },
      { name: "enable_password_grant", type: "boolean", required: true, default: false },
      { name: "hide_credentials", type: "boolean", required: true, default: false },
      { name: "accept_http_if_already_terminated", type: "boolean", required: true, default: false },
      { name: "anonymous", type: "string" },
      { name: "global_credentials", type: "boolean", required: true, default: false },
      { name: "auth_header_name", type: "string", default: "authorization" },
      { name: "refresh_token_ttl", type: "number", required: true, default: 1209600, between: [0, 100000000] },
      { name: "reuse_refresh_token", type: "boolean", required: true, default: false },
      { name: "pkce", type: "string", default: "lax", one_of: ["none", "lax", "strict"] },
      { name: "realm", type: "string" },
    ],
    entity_checks: [{ conditional: { if_field: "mandatory_scope", if_match: { eq: { value: true } }, then_field: "scopes", then_match: { required: true } } }],
  },
} satisfies PluginSchema;
