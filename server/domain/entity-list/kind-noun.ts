/** Where the words are not the kind's name and that without its plural. */
const NOUNS: ReadonlyMap<string, readonly [one: string, many: string]> = new Map(
  Object.entries<readonly [one: string, many: string]>({
    services: ["gateway service", "gateway services"],
    ca_certificates: ["CA certificate", "CA certificates"],
    snis: ["SNI", "SNIs"],
    acls: ["ACL group", "ACL groups"],
    keyauth_credentials: ["key-auth credential", "key-auth credentials"],
    basicauth_credentials: ["basic-auth credential", "basic-auth credentials"],
    hmacauth_credentials: ["hmac-auth credential", "hmac-auth credentials"],
    jwt_secrets: ["JWT credential", "JWT credentials"],
    oauth2_credentials: ["OAuth 2.0 credential", "OAuth 2.0 credentials"],
    oauth2_tokens: ["OAuth 2.0 token", "OAuth 2.0 tokens"],
    oauth2_authorization_codes: ["OAuth 2.0 authorization code", "OAuth 2.0 authorization codes"],
    consumer_group_consumers: ["group member", "group members"],
    mtls_auth_credentials: ["mTLS credential", "mTLS credentials"],
    _document: ["document", "document"],
  }),
);

const spaced = (kind: string): string => kind.replaceAll("_", " ");
const upperFirst = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** One entity of the kind, in words: "gateway service" for `services`. */
export const kindNoun = (kind: string): string => NOUNS.get(kind)?.[0] ?? spaced(kind).replace(/s$/, "");

/** The kind's entities, at the beginning of a line: "Gateway services". */
export const kindTitle = (kind: string): string => upperFirst(NOUNS.get(kind)?.[1] ?? spaced(kind));
