const WORDS: Record<string, string> = Object.fromEntries(
  [
    "ACL",
    "API",
    "CA",
    "CORS",
    "DNS",
    "HMAC",
    "HTTP",
    "HTTPS",
    "ID",
    "IP",
    "JSON",
    "JWK",
    "JWT",
    "LDAP",
    "OCSP",
    "PEM",
    "RSA",
    "SNI",
    "SSL",
    "TCP",
    "TLS",
    "TTL",
    "UDP",
    "URI",
    "URL",
    "UUID",
    "XML",
  ].map((word) => [word.toLowerCase(), word]),
);
const PLURALS: Record<string, string> = {
  snis: "SNIs",
  ips: "IPs",
  uris: "URIs",
  urls: "URLs",
  ids: "IDs",
  jwks: "JWKS",
  http2: "HTTP/2",
  grpc: "gRPC",
  oauth2: "OAuth 2.0",
};

const wordOf = (word: string): string => WORDS[word] ?? PLURALS[word] ?? word;

/** A field's name as a label: `tls_verify_depth` reads "TLS verify depth". */
export function fieldLabel(name: string): string {
  const text = name.split(/[_-]/).filter(Boolean).map(wordOf).join(" ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
