/**
 * Brings a document of format 1.1 or 2.1 to 3.0 as Kong does when it loads one. Before 3.0 Kong guessed which route paths are regular
 * expressions; since then these begin with "~". The guess, and the one decoding of percent signs that the old formats
 * meant, are repeated here for the routes at top level and in top-level services, the only ones that Kong looks at.
 */
import { isMap, type Finding } from "./finding";

/** A document of format 3.0 and what was done to it. */
export interface MigratedDocument {
  document: Record<string, unknown>;
  findings: Finding[];
}

const PLAIN = /^[a-zA-Z0-9.\-_~/%]*$/;
const RESERVED = "!*'();:@&=+$,/?%#[]";
const REGEX_META = ".^-{}\\|";

/** Decodes `%41` and its like as bytes; sequences that make no UTF-8 are left as they are, since JSON could not hold them. */
function decode(path: string, decodeOne: (char: string, whole: string) => string): string {
  return path.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    const bytes = run.match(/[0-9a-f]{2}/gi) ?? [];
    const parts = bytes.map((hex) => {
      const code = Number.parseInt(hex, 16);
      return code < 0x80 ? decodeOne(String.fromCharCode(code), `%${hex}`) : `%${hex.toUpperCase()}`;
    });
    return parts.join("").replace(/(?:%[89A-F][0-9A-F])+/g, (text) => {
      try {
        return decodeURIComponent(text);
      } catch {
        return text;
      }
    });
  });
}

/** The path with its dot segments resolved and its slashes merged. */
function tidy(path: string): string {
  const segments: string[] = [];
  let rest = path;
  while (rest !== "") {
    if (rest === "/." || rest === "/..") {
      if (rest === "/..") segments.pop();
      rest = "/";
    } else if (rest === "." || rest === "..") rest = "";
    else if (rest.startsWith("../")) rest = rest.slice(3);
    else if (rest.startsWith("./")) rest = rest.slice(2);
    else if (rest.startsWith("/./")) rest = rest.slice(2);
    else if (rest.startsWith("/../")) {
      segments.pop();
      rest = rest.slice(3);
    } else if (rest.startsWith("//")) rest = rest.slice(1);
    else {
      const next = rest.indexOf("/", 1);
      segments.push(next < 0 ? rest : rest.slice(0, next));
      rest = next < 0 ? "" : rest.slice(next);
    }
  }
  return segments.join("");
}

/** The path of a route of format 1.1 or 2.1 as format 3.0 has it. */
export function migratePath(path: string): string {
  if (PLAIN.test(path)) {
    if (path === "" || path === "/") return path;
    return tidy(decode(path, (char, whole) => (RESERVED.includes(char) ? whole.toUpperCase() : char)));
  }
  return `~${decode(path, (char, whole) => (RESERVED.includes(char) ? whole.toUpperCase() : REGEX_META.includes(char) ? `\\${char}` : char))}`;
}

function migrateRoutes(routes: unknown, path: (string | number)[], findings: Finding[]): unknown {
  if (!Array.isArray(routes)) return routes;
  return routes.map((route: unknown, index) => {
    if (!isMap(route) || !Array.isArray(route["paths"])) return route;
    const paths = route["paths"].map((each: unknown, at) => {
      const migrated = typeof each === "string" ? migratePath(each) : each;
      if (migrated !== each) {
        const message = `Format 3.0 writes this path as "${String(migrated).slice(0, 200)}".`;
        const cure = 'Nothing to do: it is published so. Write it that way and set _format_version to "3.0" to have it in your file.';
        findings.push({ severity: "warning", message, cure, path: [...path, index, "paths", at] });
      }
      return migrated;
    });
    return { ...route, paths };
  });
}

/** The document in format 3.0; one that is in another format than 1.1 and 2.1 is given back as it is. The input is left untouched. */
export function migrateFormat(document: Record<string, unknown>): MigratedDocument {
  const version = Object.hasOwn(document, "_format_version") ? document["_format_version"] : undefined;
  if (version !== "1.1" && version !== "2.1") return { document, findings: [] };
  const findings: Finding[] = [];
  const result: Record<string, unknown> = { ...document, _format_version: "3.0" };
  if (Object.hasOwn(document, "routes")) result["routes"] = migrateRoutes(document["routes"], ["routes"], findings);
  const services = Object.hasOwn(document, "services") ? document["services"] : undefined;
  if (Array.isArray(services)) {
    result["services"] = services.map((service: unknown, index) =>
      isMap(service) && Object.hasOwn(service, "routes")
        ? { ...service, routes: migrateRoutes(service["routes"], ["services", index, "routes"], findings) }
        : service,
    );
  }
  return { document: result, findings };
}
