/** The parts of a URL as Kong's URL parser (LuaSocket) splits it, which is laxer than RFC 3986; an absent part is absent. */
export interface UrlParts {
  scheme?: string;
  host?: string;
  /** As written. */
  port?: string;
  path?: string;
  query?: string;
  fragment?: string;
  userinfo?: string;
}

/** The parts of the text, of which all may be absent; undefined for an empty text, which is no URL to it. */
export function parseUrl(text: string): UrlParts | undefined {
  if (text === "") return undefined;
  const parts: UrlParts = {};
  let rest = text;
  const scheme = /^([A-Za-z0-9][A-Za-z0-9+\-.]*):/.exec(rest);
  if (scheme) {
    parts.scheme = scheme[1];
    rest = rest.slice(scheme[0].length);
  }
  const authority = /^\/\/([^/?#]*)/.exec(rest);
  if (authority) rest = rest.slice(authority[0].length);
  rest = cut(rest, "#", (fragment) => (parts.fragment = fragment));
  rest = cut(rest, "?", (query) => (parts.query = query));
  rest = cut(rest, ";", () => undefined);
  if (rest !== "") parts.path = rest;
  if (authority) readAuthority(authority[1] ?? "", parts);
  return parts;
}

function cut(text: string, mark: string, keep: (tail: string) => void): string {
  const at = text.indexOf(mark);
  if (at < 0) return text;
  keep(text.slice(at + 1));
  return text.slice(0, at);
}

function readAuthority(authority: string, parts: UrlParts): void {
  const at = authority.indexOf("@");
  if (at >= 0) parts.userinfo = authority.slice(0, at);
  let host = authority.slice(at + 1);
  const port = /:([^:\]]*)$/.exec(host);
  if (port) {
    parts.port = port[1];
    host = host.slice(0, -port[0].length);
  }
  if (host !== "") parts.host = /^\[(.+)\]$/.exec(host)?.[1] ?? host;
}
