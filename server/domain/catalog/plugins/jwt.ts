import type { PluginSchema } from "../../kong-schema/schema";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { NO_CONSUMER } from "../parts/scopes";

/** The rules of the plugin `jwt`. */
export const jwt = {
  name: "jwt",
  purpose: "Security",
  help: "TODO",
  scopes: NO_CONSUMER,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      { name: "uri_param_names", type: "set", default: ["jwt"], elements: { type: "string" } },
      { name: "cookie_names", type: "set", default: [], elements: { type: "string" } },
      { name: "key_claim_name", type: "string", default: "iss" },
      { name: "secret_is_base64", type: "boolean", required: true, default: false },
      { name: "claims_to_verify", type: "set", elements: { type: "string", one_of: ["exp", "nbf"] } },
      { name: "anonymous", type: "string" },
      { name: "run_on_preflight", type: "boolean", required: true, default: true },
      { name: "maximum_expiration", type: "number", default: 0, between: [0, 31536000] },
      { name: "header_names", type: "set", default: ["authorization"], elements: { type: "string" } },
      { name: "realm", type: "string" },
    ],
  },
  entity_checks: [
    { conditional: { if_field: "config.maximum_expiration", if_match: { gt: 0 }, then_field: "config.claims_to_verify", then_match: { contains: "exp" } } },
  ],
} satisfies PluginSchema;
