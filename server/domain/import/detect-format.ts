import { ENTITY_KINDS, META_KEYS } from "../config-document/entity-kinds";
import { isMap } from "../config-document/finding";

/** What a file may hold: decK's own format, a gateway's declarative one, or a description of an API. */
export type ImportFormat = "deck" | "declarative" | "openapi";

/** Top-level keys of decK's format that a gateway does not know. */
const DECK_KEYS = new Set(["_info", "_workspace", "_konnect", "_plugin_configs"]);

/** Top-level keys of Kong Enterprise and Konnect, as decK writes them, which no rule here knows. */
export const ENTERPRISE_KEYS: ReadonlySet<string> = new Set([
  "custom_entities",
  "degraphql_routes",
  "event_hooks",
  "graphql_ratelimiting_cost_decorations",
  "licenses",
  "mtls_auth_credentials",
  "partials",
  "plugins_partials",
  "rbac_endpoint_permissions",
  "rbac_roles",
  "rbac_role_endpoints",
  "service_packages",
]);

/** The format of a document, by its keys; undefined: it is none of them. What both decK and a gateway take counts as declarative. */
export function detectFormat(document: Record<string, unknown>): ImportFormat | undefined {
  // A version without quotes is a number to YAML.
  if ([document["openapi"], document["swagger"]].some((version) => typeof version === "string" || typeof version === "number")) return "openapi";
  const keys = Object.keys(document);
  if (keys.some((key) => DECK_KEYS.has(key) || ENTERPRISE_KEYS.has(key)) || usesDeckWords(document)) return "deck";
  return keys.some((key) => META_KEYS.has(key) || ENTITY_KINDS.has(key) || key === "consumer_group_plugins") ? "declarative" : undefined;
}

/** Looks for what only decK takes within entities: `_config`, `groups`, references by name in a map. */
function usesDeckWords(document: Record<string, unknown>): boolean {
  const holdsDeckWord = (entity: unknown, kind: string): boolean => {
    if (!isMap(entity)) return false;
    if (kind === "plugins" && "_config" in entity) return true;
    if (kind === "consumers" && "groups" in entity) return true;
    if (kind === "consumer_groups" && "consumers" in entity) return true;
    const rules = ENTITY_KINDS.get(kind);
    if (!rules) return false;
    if (Object.keys(rules.foreign).some((field) => Object.hasOwn(entity, field) && isNamedReference(entity[field]))) return true;
    return Object.keys(rules.nests).some((nested) => Object.hasOwn(entity, nested) && isListWith(entity[nested], nested));
  };
  const isListWith = (list: unknown, kind: string): boolean => Array.isArray(list) && list.some((entity: unknown) => holdsDeckWord(entity, kind));
  return Object.entries(document).some(([kind, list]) => ENTITY_KINDS.has(kind) && isListWith(list, kind));
}

/** True for a reference that says the name within a map, which decK takes and a gateway does not. */
function isNamedReference(value: unknown): boolean {
  return isMap(value) && typeof value["id"] !== "string" && ["name", "username", "custom_id"].some((field) => typeof value[field] === "string");
}
