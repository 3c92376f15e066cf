/**
 * What Kong takes although it is hardly meant: warnings alone, each of which names what is odd. They look across entities; what is odd
 * about one value is told by its own rule.
 */
import { referenceText } from "./entity-ids";
import { describeEntity, textField, type LocatedEntity } from "./entity-walk";
import { isMap, type Finding } from "./finding";

type Known = ReadonlyMap<string, ReadonlyMap<string, LocatedEntity>>;
type Place = (string | number)[];

/** Kinds that a node fills by itself, or that mean nothing to one without a database: Kong takes their entities, and does nothing with them. */
export const OF_NO_USE: ReadonlySet<string> = new Set([
  "workspaces",
  "parameters",
  "clustering_data_planes",
  "acme_storage",
  "ratelimiting_metrics",
  "sessions",
  "oauth2_authorization_codes",
  "oauth2_tokens",
]);
const KEY_FIELDS: Readonly<Record<string, string>> = { keyauth_credentials: "key", jwt_secrets: "key" };
const NOTHING: Finding[] = [];
const VAULT_REFERENCE = /^\{vault:\/\/([^/}]+)/;

function warning(each: LocatedEntity, field: Place, message: string, cure: string): Finding {
  return { severity: "warning", message, cure, path: [...each.path, ...field], field, entity: describeEntity(each) };
}

/** By kind, then by name and by id; a name wins over an id, as it does at Kong. */
function index(located: readonly LocatedEntity[]): Known {
  const known = new Map<string, Map<string, LocatedEntity>>();
  const put = (each: LocatedEntity, key: string | undefined) => {
    let ofKind = known.get(each.kind);
    if (!ofKind) known.set(each.kind, (ofKind = new Map<string, LocatedEntity>()));
    if (key !== undefined) ofKind.set(key, each);
  };
  for (const each of located) put(each, textField(each.entity, "id"));
  for (const each of located) put(each, textField(each.entity, each.rules.nameKey));
  return known;
}

/** The entity that the field refers to, be it by its place or by a reference. */
function targetOf(each: LocatedEntity, field: string, known: Known): LocatedEntity | undefined {
  if (each.parent?.field === field) return each.parent.located;
  const to = each.rules.foreign[field]?.to;
  const text = Object.hasOwn(each.entity, field) ? referenceText(each.entity[field]) : undefined;
  return to === undefined || text === undefined ? undefined : known.get(to)?.get(text);
}

function ofServices(each: LocatedEntity, known: Known): Finding[] {
  const { entity } = each;
  const url = textField(entity, "url");
  const overruled = ["protocol", "host", "port", "path"].filter((field) => url !== undefined && entity[field] !== undefined);
  const cure = "Leave url out, or the other fields.";
  const found = overruled.map((field) => warning(each, [field], `"${field}" is ignored, because "url" says it too and wins.`, cure));
  if (url !== undefined && /[?#]|\/\/[^/]*@/.test(url)) {
    found.push(warning(each, ["url"], "Kong drops what stands before an @ and after a ? or # in a service's url.", "Take it out."));
  }
  if (/\.invalid\.?$/i.test(textField(entity, "host") ?? "")) {
    found.push(
      warning(each, ["host"], "No host has a name that ends in .invalid: every request to this service fails.", "Set the host, with its protocol and port."),
    );
  }
  const authorities: unknown[] = Array.isArray(entity["ca_certificates"]) ? entity["ca_certificates"] : [];
  authorities.forEach((id, at) => {
    if (typeof id !== "string" || known.get("ca_certificates")?.has(id.toLowerCase()) || known.get("ca_certificates")?.has(id)) return;
    found.push(warning(each, ["ca_certificates", at], `No CA certificate of the document has the id ${id.slice(0, 40)}.`, "Add it, or correct the id."));
  });
  return found;
}

function ofRoutes(each: LocatedEntity): Finding[] {
  const { headers, regex_priority: priority } = each.entity;
  if (!isMap(headers) && typeof priority !== "number") return NOTHING;
  const seen = new Set<string>();
  const found: Finding[] = [];
  for (const name of isMap(headers) ? Object.keys(headers) : []) {
    if (seen.has(name.toLowerCase())) found.push(warning(each, ["headers", name], "Another header differs in large and small letters only.", "Merge the two."));
    seen.add(name.toLowerCase());
  }
  if (typeof priority === "number" && Math.abs(priority) > 2_147_483_647) {
    found.push(warning(each, ["regex_priority"], "The router cannot tell priorities of this size apart.", "Use small numbers."));
  }
  return found;
}

/** The protocols of a plugin that are none of its route's. */
function protocolsOf(each: LocatedEntity, known: Known): Finding[] {
  const { protocols } = each.entity;
  const route = targetOf(each, "route", known);
  const ofRoute: unknown[] = Array.isArray(route?.entity["protocols"]) ? route.entity["protocols"] : ["http", "https"];
  if (!route || !Array.isArray(protocols) || protocols.length === 0 || protocols.some((each: unknown) => ofRoute.includes(each))) return [];
  return [
    warning(each, ["protocols"], "The plugin never runs: its protocols and those of its route have none in common.", "Add one of the route's protocols."),
  ];
}

/** Written in digits up to here; what is larger is meant as roughly so much. */
const MOST_DIGITS = 1e21;

/** Where a whole number stands that is too large to be kept to its last digit; the first one. */
function roundedPlace(value: unknown): Place | undefined {
  if (typeof value === "number") return Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) < MOST_DIGITS ? [] : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, member] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
    const place = typeof member === "string" ? undefined : roundedPlace(member);
    if (place) return [key, ...place];
  }
  return undefined;
}

function ofPlugins(each: LocatedEntity, known: Known): Finding[] {
  const found = protocolsOf(each, known);
  const { config } = each.entity;
  const rounded = roundedPlace(config);
  if (rounded) {
    found.push(warning(each, ["config", ...rounded], "A number of this size is rounded, here and by Kong.", "Put it in quotes if the plugin takes a text."));
  }
  const anonymous = isMap(config) ? textField(config, "anonymous") : undefined;
  if (anonymous !== undefined && !known.get("consumers")?.has(anonymous)) {
    found.push(warning(each, ["config", "anonymous"], "No consumer of the document has this name or id.", "Add the consumer, or correct the name."));
  }
  const accountKey = isMap(config) && isMap(config["account_key"]) ? config["account_key"] : undefined;
  const keySet = accountKey && textField(accountKey, "key_set");
  if (keySet !== undefined && !known.get("key_sets")?.has(keySet)) {
    found.push(warning(each, ["config", "account_key", "key_set"], "No key set of the document has this name.", "Add the key set, or correct the name."));
  }
  return found;
}

function collectVaultReferences(found: Finding[], each: LocatedEntity, known: Known, value: unknown, path: Place): void {
  if (typeof value === "string") {
    const prefix = VAULT_REFERENCE.exec(value)?.[1];
    if (prefix === undefined || prefix === "env" || known.get("vaults")?.has(prefix)) return;
    found.push(warning(each, [...path], `No vault of the document has the prefix "${prefix.slice(0, 60)}".`, "Add the vault, or correct the prefix."));
  } else if (typeof value === "object" && value !== null) {
    for (const [key, member] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
      const isText = typeof member === "string";
      if (isText ? !member.startsWith("{vault://") : typeof member !== "object" || member === null) continue;
      if (path.length === 0 && Object.hasOwn(each.rules.nests, key)) continue;
      path.push(key);
      collectVaultReferences(found, each, known, member, path);
      path.pop();
    }
  }
}

/** What tells two entities apart that Kong keeps apart by their ids alone. */
function scopeText(each: LocatedEntity, known: Known, numbers: Map<LocatedEntity, number>): string | undefined {
  const { cacheKey, enterpriseKey, foreign, isPair } = each.rules;
  if (!cacheKey || cacheKey.length < 2 || isPair) return undefined;
  let text = each.kind;
  for (const field of enterpriseKey === undefined ? cacheKey : [...cacheKey, enterpriseKey]) {
    const target = foreign[field] && targetOf(each, field, known);
    if (target && !numbers.has(target)) numbers.set(target, numbers.size);
    text += `\u0000${(foreign[field] ? target && numbers.get(target) : textField(each.entity, field)) ?? ""}`;
  }
  return text;
}

/** What is said of an entity that has a scope in common with another. */
export const twinText = (kind: string): { message: string; cure: string } => ({
  message: kind === "plugins" ? "The same plugin is set for the same scope elsewhere, and one of the two wins." : `Another entry of "${kind}" says the same.`,
  cure: "Merge them, or remove one.",
});

/** The reference is one entity's name and another's id; Kong goes by the name. */
function ofAmbiguity(each: LocatedEntity, field: string, ids: ReadonlyMap<string, ReadonlySet<string>>, known: Known): Finding | undefined {
  const to = each.rules.foreign[field]?.to ?? "";
  const text = Object.hasOwn(each.entity, field) ? referenceText(each.entity[field]) : undefined;
  if (text === undefined || !ids.get(to)?.has(text)) return undefined;
  const target = known.get(to)?.get(text);
  if (!target || textField(target.entity, "id") === text) return undefined;
  return warning(each, [field], "This is the name of one entity and the id of another; Kong goes by the name.", "Rename the one.");
}

function ofOne(each: LocatedEntity, known: Known): Finding[] {
  if (OF_NO_USE.has(each.kind)) return [warning(each, [], `Entries of "${each.kind}" have no use on a node without a database.`, "Take them out.")];
  if (each.kind === "services") return ofServices(each, known);
  if (each.kind === "routes") return ofRoutes(each);
  if (each.kind === "plugins") return ofPlugins(each, known);
  const keyField = KEY_FIELDS[each.kind];
  if (keyField === undefined || textField(each.entity, keyField) !== undefined) return NOTHING;
  return [warning(each, [keyField], `Kong makes up a ${keyField} at every load, which nobody knows.`, `Give it a ${keyField}.`)];
}

function explicitIds(located: readonly LocatedEntity[]): Map<string, Set<string>> {
  const ids = new Map<string, Set<string>>();
  for (const { kind, entity } of located) {
    const id = textField(entity, "id");
    if (id === undefined) continue;
    let ofKind = ids.get(kind);
    if (!ofKind) ids.set(kind, (ofKind = new Set<string>()));
    ofKind.add(id);
  }
  return ids;
}

/** Warnings of what Kong takes but can hardly be meant. */
export function checkOddities(located: readonly LocatedEntity[]): Finding[] {
  const known = index(located);
  const ids = explicitIds(located);
  const numbers = new Map<LocatedEntity, number>();
  const scopes = new Set<string>();
  const found: Finding[] = [];
  for (const each of located) {
    found.push(...ofOne(each, known));
    for (const field in each.rules.foreign) {
      const ambiguity = ofAmbiguity(each, field, ids, known);
      if (ambiguity) found.push(ambiguity);
    }
    collectVaultReferences(found, each, known, each.entity, []);
    const scope = scopeText(each, known, numbers);
    if (scope === undefined) continue;
    const { message, cure } = twinText(each.kind);
    if (scopes.has(scope)) found.push(warning(each, [], message, cure));
    scopes.add(scope);
  }
  return found;
}
