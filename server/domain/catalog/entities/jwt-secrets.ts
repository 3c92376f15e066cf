import type { EntitySchema } from "../../kong-schema/schema";
import { CONSUMER, CREATED_AT, ID, TAGS } from "../parts/identity-fields";
import { GENERATED_KEY } from "../parts/text";

/** The rules of jwt secrets. */
export const jwtSecrets = {
  name: "jwt_secrets",
  help: "TODO",
  nameKey: "key",
  cacheKey: ["key"],
  fields: [
    ID,
    CREATED_AT,
    CONSUMER,
    { name: "key", ...GENERATED_KEY },
    { name: "secret", type: "string", auto: true },
    { name: "rsa_public_key", type: "string" },
    {
      name: "algorithm",
      type: "string",
      default: "HS256",
      one_of: ["HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "PS256", "PS384", "PS512", "EdDSA"],
    },
    TAGS,
  ],
  entity_checks: [
    {
      conditional: {
        if_field: "algorithm",
        if_match: { match_any: { patterns: ["^RS256$", "^RS384$", "^RS512$", "^PS256$", "^PS384$", "^PS512$", "^EdDSA$"] } },
        then_field: "rsa_public_key",
        then_match: { required: true, check: "validate_ssl_key" },
      },
    },
  ],
} satisfies EntitySchema;
