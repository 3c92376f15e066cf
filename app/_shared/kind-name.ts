const NAMES: Record<string, readonly [one: string, many: string]> = {
  services: ["gateway service", "gateway services"],
  acls: ["ACL group", "ACL groups"],
  snis: ["SNI", "SNIs"],
  ca_certificates: ["CA certificate", "CA certificates"],
  basicauth_credentials: ["basic-auth credential", "basic-auth credentials"],
  hmacauth_credentials: ["hmac-auth credential", "hmac-auth credentials"],
  keyauth_credentials: ["key-auth credential", "key-auth credentials"],
  jwt_secrets: ["JWT credential", "JWT credentials"],
  oauth2_credentials: ["OAuth2 credential", "OAuth2 credentials"],
  oauth2_tokens: ["OAuth2 token", "OAuth2 tokens"],
  oauth2_authorization_codes: ["OAuth2 authorization code", "OAuth2 authorization codes"],
  mtls_auth_credentials: ["mTLS credential", "mTLS credentials"],
};

const upperFirst = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** An entity kind as people read it, in the singular: "gateway service" for `services`. */
export const kindName = (kind: string): string => NAMES[kind]?.[0] ?? kind.replaceAll("_", " ").replace(/s$/, "");

/** The same for several, at the beginning of a line: "Gateway services". */
export const kindTitle = (kind: string): string => upperFirst(NAMES[kind]?.[1] ?? kind.replaceAll("_", " "));
