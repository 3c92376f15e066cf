/** The parts of a URL as Kong's URL reader sees them; absent parts are undefined. */
export interface UrlParts {
  scheme?: string;
  host?: string;
  port?: string;
  path?: string;
}

/** Splits a URL as Kong does, which is looser than the standard: anything has parts, though perhaps no host. */
export function splitUrl(url: string): UrlParts {
  let rest = url.replace(/#.*$/s, "");
  const parts: UrlParts = {};
  const scheme = /^([A-Za-z0-9][A-Za-z0-9+\-.]*):/.exec(rest);
  if (scheme?.[1] !== undefined) {
    parts.scheme = scheme[1];
    rest = rest.slice(scheme[0].length);
  }
  const authority = /^\/\/([^/]*)/.exec(rest);
  if (authority) rest = rest.slice(authority[0].length);
  rest = rest.replace(/\?.*$/s, "").replace(/;.*$/s, "");
  if (rest !== "") parts.path = rest;
  let host = (authority?.[1] ?? "").replace(/^[^@]*@/, "");
  const port = /:([^:\]]*)$/.exec(host);
  if (port?.[1] !== undefined) {
    parts.port = port[1];
    host = host.slice(0, port.index);
  }
  if (host !== "") parts.host = /^\[(.+)\]$/.exec(host)?.[1] ?? host;
  return parts;
}

/** The fields of a service for which its shorthand `url` stands; one that Kong cannot read makes fields that it refuses. */
export function readServiceUrl(url: unknown): Record<string, unknown> {
  if (typeof url !== "string") return { protocol: "", host: null };
  const parts = splitUrl(url);
  const port = parts.port !== undefined && /^\d+$/.test(parts.port) ? Number(parts.port) : parts.port;
  const protocol = parts.scheme ?? (port === 443 ? "https" : "http");
  return { protocol, host: parts.host ?? null, port: port ?? (protocol === "https" ? 443 : 80), path: parts.path ?? null };
}
