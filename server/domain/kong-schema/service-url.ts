import { parseUrl } from "./checks/parse-url";

/** The fields of a service for which its shorthand `url` stands; one that Kong cannot read makes fields that it refuses. */
export function readServiceUrl(url: unknown): Record<string, unknown> {
  if (typeof url !== "string") return { protocol: "", host: null };
  const parts = parseUrl(url) ?? {};
  const port = parts.port !== undefined && /^\d+$/.test(parts.port) ? Number(parts.port) : parts.port;
  const protocol = parts.scheme ?? (port === 443 ? "https" : "http");
  return { protocol, host: parts.host ?? null, port: port ?? (protocol === "https" ? 443 : 80), path: parts.path ?? null };
}

const SCHEMES: ReadonlySet<unknown> = new Set(["http", "https", "grpc", "grpcs", "tcp", "tls", "tls_passthrough", "udp"]);
const MOST_PORT = 65_535;

/** Of which Kong drops a part: a password, a query, a fragment, parameters. */
const LOSSY = /[?#;]|\/\/[^/]*@/;

/**
 * The fields of a service with its shorthand `url` written out as what Kong makes of it, which wins over what stands beside; the same object
 * where there is none, or one that Kong refuses or takes in part alone, which stays for the check to tell of.
 */
export function withoutServiceUrl(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const url = Object.hasOwn(fields, "url") ? fields["url"] : undefined;
  if (typeof url !== "string" || LOSSY.test(url)) return fields;
  const parts = readServiceUrl(url);
  const { protocol, host, port } = parts;
  if (!SCHEMES.has(protocol) || host === null || typeof port !== "number" || port > MOST_PORT) return fields;
  const given = Object.entries(parts).filter(([, value]) => value !== null);
  const entries = Object.entries(fields).flatMap(([name, value]) => (name === "url" ? given : Object.hasOwn(parts, name) ? [] : [[name, value] as const]));
  return Object.fromEntries(entries);
}
