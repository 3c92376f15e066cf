import type { EntitySchema } from "../../kong-schema/schema";
import { CONSUMER, CREATED_AT, ID, TAGS } from "../parts/identity-fields";
import { GENERATED_KEY } from "../parts/text";

/** The rules of jwt secrets. */
export const jwtSecrets = {
  name: "jwt_secrets",
  help: "What a consumer's JSON Web Tokens are checked with, for the plugin jwt.",
  nameKey: "key",
  cacheKey: ["key"],
  fields: [
    {
      name: "key",
      ...GENERATED_KEY,
      help: "What tokens carry to say whose they are, as a rule in the claim iss. Empty: a node makes one up, another at each load.",
    },
    {
      name: "algorithm",
      type: "string",
      default: "HS256",
      one_of: ["HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "PS256", "PS384", "PS512", "EdDSA"],
      help: "How tokens are signed.",
    },
    {
      name: "secret",
      type: "string",
      auto: true,
      encrypted: true,
      help: "For the HS algorithms: what tokens are signed with. Empty: a node makes one up, another at each load.",
    },
    { name: "rsa_public_key", type: "string", help: "For all other algorithms: the public key, as PEM." },
    CONSUMER,
    TAGS,
    ID,
    CREATED_AT,
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
