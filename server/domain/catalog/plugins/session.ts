import type { PluginSchema } from "../../kong-schema/schema";
import { ANY_PROTOCOL } from "../parts/protocols";
import { NO_CONSUMER } from "../parts/scopes";
import { SECRET_REFERENCE } from "../parts/text";

/** The rules of the plugin `session`. */
export const session = {
  name: "session",
  purpose: "Security",
  help: "TODO",
  scopes: NO_CONSUMER,
  protocols: ANY_PROTOCOL,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "secret", ...SECRET_REFERENCE },
      { name: "storage", type: "string", default: "cookie", one_of: ["cookie", "kong"] },
      { name: "audience", type: "string", default: "default" },
      { name: "idling_timeout", type: "number", default: 900 },
      { name: "rolling_timeout", type: "number", default: 3600 },
      { name: "absolute_timeout", type: "number", default: 86400 },
      { name: "stale_ttl", type: "number", default: 10 },
      { name: "cookie_name", type: "string", default: "session" },
      { name: "cookie_path", type: "string", default: "/" },
      { name: "cookie_domain", type: "string" },
      { name: "cookie_same_site", type: "string", default: "Strict", one_of: ["Strict", "Lax", "None", "Default"] },
      { name: "cookie_http_only", type: "boolean", default: true },
      { name: "cookie_secure", type: "boolean", default: true },
      { name: "remember", type: "boolean", default: false },
      { name: "remember_cookie_name", type: "string", default: "remember" },
      { name: "remember_rolling_timeout", type: "number", default: 604800 },
      { name: "remember_absolute_timeout", type: "number", default: 2592000 },
      {
        name: "response_headers",
        type: "set",
        elements: { type: "string", one_of: ["id", "audience", "subject", "timeout", "idling-timeout", "rolling-timeout", "absolute-timeout"] },
      },
      {
        name: "request_headers",
        type: "set",
        elements: { type: "string", one_of: ["id", "audience", "subject", "timeout", "idling-timeout", "rolling-timeout", "absolute-timeout"] },
      },
      { name: "read_body_for_logout", type: "boolean", default: false },
      { name: "logout_methods", type: "set", default: ["POST", "DELETE"], elements: { type: "string", one_of: ["GET", "POST", "DELETE"] } },
      { name: "logout_query_arg", type: "string", default: "session_logout" },
      { name: "logout_post_arg", type: "string", default: "session_logout" },
    ],
    shorthand_fields: [
      { name: "cookie_lifetime", type: "number", into: "session_cookie_lifetime" },
      { name: "cookie_idletime", type: "number", into: "session_cookie_idletime" },
      { name: "cookie_renew", type: "number", into: "session_cookie_renew" },
      { name: "cookie_discard", type: "number", into: "session_cookie_discard" },
      { name: "cookie_samesite", type: "string", into: "session_cookie_samesite" },
      { name: "cookie_httponly", type: "boolean", into: "session_cookie_httponly" },
      { name: "cookie_persistent", type: "boolean", into: "session_cookie_persistent" },
    ],
  },
} satisfies PluginSchema;
