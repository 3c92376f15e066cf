import { parseUrl } from "./checks/parse-url";

/** The fields of a service for which its shorthand `url` stands; one that Kong cannot read makes fields that it refuses. */
export function readServiceUrl(url: unknown): Record<string, unknown> {
  if (typeof url !== "string") return { protocol: "", host: null };
  const parts = parseUrl(url) ?? {};
  const port = parts.port !== undefined && /^\d+$/.test(parts.port) ? Number(parts.port) : parts.port;
  const protocol = parts.scheme ?? (port === 443 ? "https" : "http");
  return { protocol, host: parts.host ?? null, port: port ?? (protocol === "https" ? 443 : 80), path: parts.path ?? null };
}
