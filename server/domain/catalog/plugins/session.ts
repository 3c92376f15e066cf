import type { PluginSchema } from "../../kong-schema/schema";
import { ANY_PROTOCOL } from "../parts/protocols";
import { NO_CONSUMER } from "../parts/scopes";
import { SECRET_REFERENCE } from "../parts/text";

/** The rules of the plugin `session`. */
export const session = {
  name: "session",
  purpose: "Authentication",
  help: "Keeps users logged in by a cookie, after another plugin has let them in once.",
  scopes: NO_CONSUMER,
  protocols: ANY_PROTOCOL,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "secret", ...SECRET_REFERENCE, help: "What cookies are sealed with. Empty: each node makes one up, so that sessions do not outlive it." },
      {
        name: "storage",
        type: "string",
        default: "cookie",
        one_of: ["cookie", "kong"],
        help: "Where sessions are kept: in the cookie itself, or in Kong's database.",
      },
      { name: "cookie_name", type: "string", default: "session", help: "The name of the cookie." },
      { name: "rolling_timeout", type: "number", default: 3600, help: "After how many seconds a session ends unless it was renewed." },
      { name: "idling_timeout", type: "number", default: 900, help: "After how many seconds without a request a session ends; 0: none." },
      { name: "absolute_timeout", type: "number", default: 86400, help: "After how many seconds a session ends in any case; 0: never." },
      { name: "cookie_secure", type: "boolean", default: true, help: "The cookie goes over https alone." },
      { name: "cookie_http_only", type: "boolean", default: true, help: "Scripts cannot read the cookie." },
      {
        name: "cookie_same_site",
        type: "string",
        default: "Strict",
        one_of: ["Strict", "Lax", "None", "Default"],
        help: "Whether the cookie goes along with requests from other sites.",
      },
      { name: "cookie_domain", type: "string", help: "For which domain the cookie is. Empty: the host asked for.", isAdvanced: true },
      { name: "cookie_path", type: "string", default: "/", help: "For which paths the cookie is.", isAdvanced: true },
      { name: "remember", type: "boolean", default: false, help: "Keeps a second cookie, by which users stay logged in for longer.", isAdvanced: true },
      { name: "remember_cookie_name", type: "string", default: "remember", isAdvanced: true },
      { name: "remember_rolling_timeout", type: "number", default: 604800, help: "In seconds.", isAdvanced: true },
      { name: "remember_absolute_timeout", type: "number", default: 2592000, help: "In seconds.", isAdvanced: true },
      { name: "audience", type: "string", default: "default", help: "What sessions are for; others do not take them.", isAdvanced: true },
      { name: "stale_ttl", type: "number", default: 10, help: "For how many seconds an old session is still good after it was renewed.", isAdvanced: true },
      {
        name: "logout_methods",
        type: "set",
        default: ["POST", "DELETE"],
        elements: { type: "string", one_of: ["GET", "POST", "DELETE"] },
        help: "Methods by which a user logs out.",
        isAdvanced: true,
      },
      { name: "logout_query_arg", type: "string", default: "session_logout", help: "The query argument by which a user logs out.", isAdvanced: true },
      { name: "logout_post_arg", type: "string", default: "session_logout", help: "The form field by which a user logs out.", isAdvanced: true },
      { name: "read_body_for_logout", type: "boolean", default: false, help: "Looks for that form field.", isAdvanced: true },
      {
        name: "response_headers",
        type: "set",
        elements: { type: "string", one_of: ["id", "audience", "subject", "timeout", "idling-timeout", "rolling-timeout", "absolute-timeout"] },
        help: "What of the session clients are told in headers.",
        isAdvanced: true,
      },
      {
        name: "request_headers",
        type: "set",
        elements: { type: "string", one_of: ["id", "audience", "subject", "timeout", "idling-timeout", "rolling-timeout", "absolute-timeout"] },
        help: "What of the session the service is told in headers.",
        isAdvanced: true,
      },
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
