/**
 * The one change between the format versions 1.1, 2.1 and 3.0: before, a route path that looked like a regular expression was one;
 * since, one begins with ~. Kong Gateway 3 changes an old document so while it loads it; so do we.
 */
import { isMap } from "./finding";

/** Kong takes any other character for the sign of a regular expression. */
const PLAIN_PATH = /^[a-zA-Z0-9.\-_~/%]*$/;
const RESERVED = new Set("!*'();:@&=+$,/?%#[]");
const REGEX_SIGNS = new Set(".^-{}\\|");

/** The path as format version 3.0 has it: a regular expression gets its ~, and what is percent-encoded without need is decoded. */
export function migratePath(path: string): string {
  if (PLAIN_PATH.test(path)) return normalizePath(path);
  return `~${decode(path, (char, triplet) => (RESERVED.has(char) ? triplet.toUpperCase() : REGEX_SIGNS.has(char) ? `\\${char}` : char))}`;
}

/** True for the format versions whose paths have to be migrated. */
export function isOldFormat(version: unknown): boolean {
  return version === "1.1" || version === "2.1";
}

/**
 * The document in format version 3.0, and the paths that it changes; one of another version stays as it is. As in Kong, routes at top
 * level and in services at top level are meant.
 */
export function migratePaths(document: Record<string, unknown>): { document: Record<string, unknown>; changed: (string | number)[][] } {
  const changed: (string | number)[][] = [];
  if (!isOldFormat(document["_format_version"])) return { document, changed };
  const migrateRoutes = (holder: Record<string, unknown>, at: (string | number)[]): Record<string, unknown> => {
    const routes = holder["routes"];
    if (!Array.isArray(routes)) return holder;
    return { ...holder, routes: routes.map((route: unknown, index) => (isMap(route) ? migrateRoute(route, [...at, "routes", index], changed) : route)) };
  };
  const migrated = migrateRoutes({ ...document, _format_version: "3.0" }, []);
  const services = migrated["services"];
  if (!Array.isArray(services)) return { document: migrated, changed };
  const done = services.map((service: unknown, index) => (isMap(service) ? migrateRoutes(service, ["services", index]) : service));
  return { document: { ...migrated, services: done }, changed };
}

function migrateRoute(route: Record<string, unknown>, at: (string | number)[], changed: (string | number)[][]): Record<string, unknown> {
  const { paths } = route;
  if (!Array.isArray(paths)) return route;
  const migrated = paths.map((path: unknown) => (typeof path === "string" ? migratePath(path) : path));
  migrated.forEach((path, index) => {
    if (path !== paths[index]) changed.push([...at, "paths", index]);
  });
  return { ...route, paths: migrated };
}

function normalizePath(path: string): string {
  const decoded = decode(path, (char, triplet) => (RESERVED.has(char) ? triplet.toUpperCase() : char));
  if (!decoded.includes(".") && !decoded.includes("//")) return decoded;
  return withoutDots(decoded);
}

/** RFC 3986, section 5.2.4, and runs of slashes made one. */
function withoutDots(path: string): string {
  const kept: string[] = [];
  const segments = path.split("/");
  const last = segments.length - 1;
  segments.forEach((segment, at) => {
    if (at === 0) {
      if (segment !== "" && segment !== "." && segment !== "..") kept.push(segment);
    } else if (segment === "..") {
      kept.pop();
      if (at === last) kept.push("/");
    } else if (segment === "." || segment === "") {
      if (at === last) kept.push("/");
    } else kept.push(`/${segment}`);
  });
  return kept.join("");
}

/** The percent-encoded bytes as `decodeOne` has each; whole characters of UTF-8 come out as such. */
function decode(path: string, decodeOne: (char: string, triplet: string) => string): string {
  if (!path.includes("%")) return path;
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  for (const part of path.split(/(%[\da-fA-F]{2})/)) {
    const code = /^%[\da-fA-F]{2}$/.test(part) ? Number.parseInt(part.slice(1), 16) : undefined;
    if (code !== undefined && code > 0x7f) bytes.push(code);
    else bytes.push(...encoder.encode(code === undefined ? part : decodeOne(String.fromCharCode(code), part)));
  }
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(new Uint8Array(bytes));
}
