import { isMap } from "../../config-document/finding";
import { resolveLocally } from "./local-reference";

type Fields = Record<string, unknown>;

/** What a document, a path or an operation says of Kong in `x-kong-…`. */
export interface KongExtensions {
  name?: string;
  tags: string[];
  serviceDefaults?: Fields;
  upstreamDefaults?: Fields;
  routeDefaults?: Fields;
  /** By name. */
  plugins: Map<string, Fields>;
}

const PLUGIN = "x-kong-plugin-";
/** What defaults must not say: it would be the same in every entity. */
const OWN = new Set(["id", "name", "service", "routes", "plugins", "targets", "paths", "methods"]);

/** Reads the extensions of a part of the document; what cannot be read is told. Extensions that are not known here are told too. */
export function kongExtensionsOf(document: Fields, part: Fields, tell: (message: string) => void): KongExtensions {
  const found: KongExtensions = { tags: [], plugins: new Map() };
  const mapAt = (key: string): Fields | undefined => {
    const resolved = resolveLocally(document, part[key]);
    if (resolved.ok && isMap(resolved.value)) return resolved.value;
    tell(`${key} was left out: it is ${resolved.ok ? "no map" : "a $ref that leads nowhere within the document"}.`);
    return undefined;
  };
  const defaultsAt = (key: string): Fields | undefined => {
    const defaults = mapAt(key);
    return defaults && Object.fromEntries(Object.entries(defaults).filter(([field]) => !OWN.has(field)));
  };
  for (const key of Object.keys(part)) {
    if (!key.startsWith("x-kong-")) continue;
    if (key === "x-kong-name" && typeof part[key] === "string") found.name = part[key];
    else if (key === "x-kong-tags") found.tags = textsOf(part[key]);
    else if (key === "x-kong-service-defaults") found.serviceDefaults = defaultsAt(key);
    else if (key === "x-kong-upstream-defaults") found.upstreamDefaults = defaultsAt(key);
    else if (key === "x-kong-route-defaults") found.routeDefaults = defaultsAt(key);
    else if (key.startsWith(PLUGIN) && key.length > PLUGIN.length) {
      const plugin = mapAt(key);
      const { id: _, ...fields } = plugin ?? {};
      if (plugin) found.plugins.set(key.slice(PLUGIN.length), { ...fields, name: key.slice(PLUGIN.length) });
    } else tell(`${key.slice(0, 80)} was left out: it is not known here.`);
  }
  return found;
}

/** The texts of a list. */
export const textsOf = (value: unknown): string[] => (Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : []);
