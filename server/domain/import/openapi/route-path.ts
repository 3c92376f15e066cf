import { normalPath } from "../../kong-schema/checks/normal-path";

/** How a route matches the requests of a path. */
export interface RoutePath {
  /** `~` and an anchored regular expression. */
  path: string;
  /** Higher is tried earlier: paths without parameters first, then those with fewer and narrower ones. */
  regexPriority: number;
  /** Alike for two paths that match the same requests whatever their parameters are called. */
  shape: string;
}

const LITERAL_PRIORITY = 200;
const TEMPLATE_PRIORITY = 190;
const WHOLE_SEGMENT_COST = 10;
const LONGEST_GROUP_NAME = 32;

/** The route's path for a templated one of OpenAPI, in which every parameter is a named group; undefined: no request has such a path. */
export function routePathOf(template: string): RoutePath | undefined {
  // RFC 6570's `{?q}` and `{&q}` stand for a query, which no path holds.
  const text = template.replace(/\{[?&][^{}]*\}/g, "");
  if (!text.startsWith("/") || /[?#]/.test(text.replace(/\{[^{}]*\}/g, ""))) return undefined;
  const names = new Set<string>();
  let [regex, shape, cost, isTemplate] = ["", "", 0, false];
  for (const segment of collapse(text).split("/").slice(1)) {
    const parts = segment.split(/(\{[^{}]*\})/).filter((part) => part !== "");
    const isWhole = parts.length === 1;
    regex += "/";
    shape += "/";
    for (const part of parts) {
      if (!isParameter(part)) {
        const literal = escapeRegex(normalLiteral(part));
        regex += literal;
        shape += literal;
        continue;
      }
      const { name, pattern } = groupOf(part.slice(1, -1), names);
      regex += `(?<${name}>${pattern})`;
      shape += `{${pattern}}`;
      isTemplate = true;
      cost += isWhole ? WHOLE_SEGMENT_COST : 1;
    }
  }
  const regexPriority = isTemplate ? Math.max(1, TEMPLATE_PRIORITY - cost) : LITERAL_PRIORITY;
  return { path: `~${regex}$`, regexPriority, shape };
}

const isParameter = (part: string): boolean => part.startsWith("{") && part.endsWith("}") && part.length >= 2;

/** Kong merges slashes before it compares; within braces there may be any text. */
const collapse = (text: string): string => text.replace(/\{([^{}]*)\}/g, (_, name: string) => `{${name.replaceAll("/", "_")}}`).replace(/\/{2,}/g, "/");

/** A parameter named `path+` or `path*` takes the rest of the path with its slashes, as gateways write it. */
function groupOf(parameter: string, names: Set<string>): { name: string; pattern: string } {
  const isGreedy = /[+*]$/.test(parameter);
  const letters = parameter
    .replace(/[+*]$/, "")
    .replace(/[^A-Za-z0-9_]+/g, "_")
    .replace(/^_+|_+$/g, "");
  const base = (letters === "" ? "parameter" : /^\d/.test(letters) ? `p${letters}` : letters).slice(0, LONGEST_GROUP_NAME);
  let name = base;
  for (let count = 2; names.has(name); count += 1) name = `${base.slice(0, LONGEST_GROUP_NAME - 4)}_${count}`;
  names.add(name);
  return { name, pattern: isGreedy ? ".+" : "[^/]+" };
}

/** As Kong's router sees a request's path: escapes stand for the characters themselves, but for those that mean something in a URL. */
function normalLiteral(text: string): string {
  const whole = text.replace(/%(?![\dA-Fa-f]{2})/g, "%25");
  return whole.replace(/(?:%[\dA-Fa-f]{2})+/g, (run) => {
    // Between letters, so that an escaped dot is no dot segment.
    const plain = normalPath(`x${run}x`).slice(1, -1);
    return plain.includes("\uFFFD") ? run.toUpperCase() : plain;
  });
}

const escapeRegex = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
