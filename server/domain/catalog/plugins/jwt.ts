import type { PluginSchema } from "../../kong-schema/schema";
import { ANONYMOUS, REALM, RUN_ON_PREFLIGHT } from "../parts/authentication-fields";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { NO_CONSUMER } from "../parts/scopes";

/** The rules of the plugin `jwt`. */
export const jwt = {
  name: "jwt",
  purpose: "Authentication",
  help: "Lets in only requests with a JSON Web Token signed by a consumer.",
  scopes: NO_CONSUMER,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "key_claim_name", type: "string", default: "iss", help: "The claim that says whose token it is, by the key of a JWT credential." },
      {
        name: "claims_to_verify",
        type: "set",
        elements: { type: "string", one_of: ["exp", "nbf"] },
        help: "Claims that are checked: exp, not expired; nbf, already valid.",
      },
      { name: "header_names", type: "set", default: ["authorization"], elements: { type: "string" }, help: "Headers that the token may be in." },
      { name: "uri_param_names", type: "set", default: ["jwt"], elements: { type: "string" }, help: "Query arguments that the token may be in." },
      { name: "cookie_names", type: "set", default: [], elements: { type: "string" }, help: "Cookies that the token may be in." },
      {
        name: "maximum_expiration",
        type: "number",
        default: 0,
        between: [0, 31536000],
        help: "The longest time a token may live, in seconds; 0: any. Needs exp among the checked claims.",
      },
      {
        name: "secret_is_base64",
        type: "boolean",
        required: true,
        default: false,
        help: "The secrets of the credentials are written in base64.",
        isAdvanced: true,
      },
      ANONYMOUS,
      RUN_ON_PREFLIGHT,
      REALM,
    ],
  },
  entity_checks: [
    { conditional: { if_field: "config.maximum_expiration", if_match: { gt: 0 }, then_field: "config.claims_to_verify", then_match: { contains: "exp" } } },
  ],
} satisfies PluginSchema;
