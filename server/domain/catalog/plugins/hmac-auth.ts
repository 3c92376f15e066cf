import type { PluginSchema } from "../../kong-schema/schema";
import { ANONYMOUS, HIDE_CREDENTIALS, REALM } from "../parts/authentication-fields";
import { HTTP_AND_GRPC } from "../parts/protocols";
import { NO_CONSUMER } from "../parts/scopes";

/** The rules of the plugin `hmac-auth`. */
export const hmacAuth = {
  name: "hmac-auth",
  purpose: "Authentication",
  help: "Lets in only requests that a consumer has signed with a shared secret.",
  scopes: NO_CONSUMER,
  protocols: HTTP_AND_GRPC,
  config: {
    type: "record",
    required: true,
    fields: [
      {
        name: "algorithms",
        type: "array",
        default: ["hmac-sha1", "hmac-sha256", "hmac-sha384", "hmac-sha512"],
        elements: { type: "string", one_of: ["hmac-sha1", "hmac-sha256", "hmac-sha384", "hmac-sha512"] },
        help: "What may be signed with.",
      },
      { name: "enforce_headers", type: "array", default: [], elements: { type: "string" }, help: "Headers that the signature must cover." },
      { name: "clock_skew", type: "number", default: 300, gt: 0, help: "By how many seconds the client's clock may differ." },
      { name: "validate_request_body", type: "boolean", required: true, default: false, help: "Checks that the body is the one that was signed." },
      HIDE_CREDENTIALS,
      ANONYMOUS,
      REALM,
    ],
  },
} satisfies PluginSchema;
