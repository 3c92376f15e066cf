import type { PluginSchema } from "../../kong-schema/schema";
import { ANONYMOUS, HIDE_CREDENTIALS, REALM } from "../parts/authentication-fields";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { NO_CONSUMER } from "../parts/scopes";
import { GENERATED_KEY } from "../parts/text";

/** The rules of the plugin `oauth2`. */
export const oauth2 = {
  name: "oauth2",
  purpose: "Authentication",
  help: "Gives out and checks OAuth 2.0 tokens; of little use on nodes without a database.",
  scopes: NO_CONSUMER,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    check: "validate_flows",
    fields: [
      { name: "scopes", type: "array", elements: { type: "string" }, help: "What applications may ask for." },
      { name: "mandatory_scope", type: "boolean", required: true, default: false, help: "Applications must ask for a scope." },
      {
        name: "enable_authorization_code",
        type: "boolean",
        required: true,
        default: false,
        help: "Users say yes on a page of yours; the application gets a code.",
      },
      { name: "enable_client_credentials", type: "boolean", required: true, default: false, help: "Applications get tokens for themselves." },
      { name: "enable_implicit_grant", type: "boolean", required: true, default: false, help: "Tokens go straight to the browser. No longer advised." },
      { name: "enable_password_grant", type: "boolean", required: true, default: false, help: "Applications show the user's password. No longer advised." },
      { name: "token_expiration", type: "number", required: true, default: 7200, help: "After how many seconds a token stops working; 0: never." },
      {
        name: "refresh_token_ttl",
        type: "number",
        required: true,
        default: 1209600,
        between: [0, 100000000],
        help: "After how many seconds a refresh token stops working; 0: never.",
        isAdvanced: true,
      },
      { name: "reuse_refresh_token", type: "boolean", required: true, default: false, help: "A refresh token may be used again.", isAdvanced: true },
      {
        name: "pkce",
        type: "string",
        default: "lax",
        one_of: ["none", "lax", "strict"],
        help: "Whether applications must prove that they asked for the code.",
        isAdvanced: true,
      },
      {
        name: "provision_key",
        ...GENERATED_KEY,
        required: true,
        encrypted: true,
        help: "What your login page shows to Kong. Empty: a node makes one up.",
        isAdvanced: true,
      },
      { name: "auth_header_name", type: "string", default: "authorization", help: "The header that the token is in.", isAdvanced: true },
      HIDE_CREDENTIALS,
      {
        name: "accept_http_if_already_terminated",
        type: "boolean",
        required: true,
        default: false,
        help: "Takes plain http where something in front of Kong ended TLS.",
        isAdvanced: true,
      },
      {
        name: "global_credentials",
        type: "boolean",
        required: true,
        default: false,
        help: "Tokens are good for every service that has this set.",
        isAdvanced: true,
      },
      ANONYMOUS,
      REALM,
    ],
    entity_checks: [{ conditional: { if_field: "mandatory_scope", if_match: { eq: { value: true } }, then_field: "scopes", then_match: { required: true } } }],
  },
} satisfies PluginSchema;
