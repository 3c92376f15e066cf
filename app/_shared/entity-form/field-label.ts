import type { NamedField } from "@/server/domain/kong-schema/schema";

const WORDS: ReadonlyMap<string, string> = new Map(
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
const PLURALS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    snis: "SNIs",
    ips: "IPs",
    uris: "URIs",
    urls: "URLs",
    ids: "IDs",
    jwks: "JWKS",
    http2: "HTTP/2",
    grpc: "gRPC",
    oauth2: "OAuth 2.0",
  }),
);

const wordOf = (word: string): string => WORDS.get(word) ?? PLURALS.get(word) ?? word;

/** A field's name as a label: `tls_verify_depth` reads "TLS verify depth". */
export function fieldLabel(name: string): string {
  const text = name.split(/[_-]/).filter(Boolean).map(wordOf).join(" ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What a text is by the rule that Kong checks it with, where its name says less. */
const BY_CHECK: ReadonlyMap<string, readonly [label: string, other: string]> = new Map(
  Object.entries({
    validate_certificate: ["Certificate (PEM)", "Other certificate (PEM)"] as const,
    validate_key: ["Private key (PEM)", "Other private key (PEM)"] as const,
  }),
);

/** A field's label: by what it holds, else by its name. */
export function labelOf({ name, label: given, check, type }: NamedField): string {
  if (given !== undefined) return given;
  const [label, other] = BY_CHECK.get(check ?? "") ?? [];
  if (name === "config" && type !== "string") return "Configuration";
  return (name.endsWith("_alt") ? other : label) ?? fieldLabel(name);
}
