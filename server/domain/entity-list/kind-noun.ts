/** Where the word is not the kind's name without its plural. */
const NOUNS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    services: "gateway service",
    ca_certificates: "CA certificate",
    snis: "SNI",
    acls: "ACL group",
    keyauth_credentials: "key-auth credential",
    basicauth_credentials: "basic-auth credential",
    hmacauth_credentials: "HMAC credential",
    jwt_secrets: "JWT credential",
    oauth2_credentials: "OAuth 2 credential",
    mtls_auth_credentials: "mTLS credential",
    oauth2_tokens: "OAuth 2 token",
    oauth2_authorization_codes: "OAuth 2 code",
    _document: "document",
  }),
);

/** One entity of the kind, in words: "gateway service". */
export const kindNoun = (kind: string): string => NOUNS.get(kind) ?? kind.replaceAll("_", " ").replace(/s$/, "");
