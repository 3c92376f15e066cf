/** What this emulator checks of a declarative document: a small part of Kong's schemas, in Kong's two error formats. */
export type Entity = Record<string, unknown>;
export interface Rejection { status: number; plain: unknown; flattened: unknown }

interface Problem { type: string; index: number; entity: Entity; field?: string; message: string; isReference?: boolean; isWholeEntity?: boolean }

const singular: Record<string, string> = {
  services: "service", routes: "route", plugins: "plugin", consumers: "consumer", upstreams: "upstream", targets: "target",
  certificates: "certificate", ca_certificates: "ca_certificate", snis: "sni", vaults: "vault", keys: "key", key_sets: "key_set",
  acls: "acl", basicauth_credentials: "basicauth_credential", hmacauth_credentials: "hmacauth_credential",
  jwt_secrets: "jwt_secret", keyauth_credentials: "keyauth_credential", oauth2_credentials: "oauth2_credential",
  filter_chains: "filter_chain", parameters: "parameter",
};
export const entityTypes = Object.keys(singular);
const metaKeys = new Set(["_format_version", "_transform", "_comment", "_ignore"]);
const protocols = new Set(["http", "https", "grpc", "grpcs", "tcp", "tls", "tls_passthrough", "udp", "ws", "wss"]);
const nameKey: Record<string, string> = { consumers: "username", upstreams: "name", services: "name", routes: "name", plugins: "instance_name" };

export const isEntity = (value: unknown): value is Entity => typeof value === "object" && value !== null && !Array.isArray(value);
export const listOf = (document: Entity, type: string): Entity[] => {
  const list = document[type];
  return Array.isArray(list) ? list.filter(isEntity) : [];
};

/** Every entity of one type, those nested in a service, route or consumer too. */
function allOf(document: Entity, type: string): { entity: Entity; index: number }[] {
  const nested = ["services", "routes", "consumers", "upstreams"].flatMap((parent) => (parent === type ? [] : listOf(document, parent).flatMap((each) => listOf(each, type))));
  return [...listOf(document, type), ...nested].map((entity, index) => ({ entity, index }));
}

function checkService({ entity, index }: { entity: Entity; index: number }): Problem[] {
  const at = { type: "services", index, entity };
  const problems: Problem[] = [];
  if (typeof entity["host"] !== "string" && typeof entity["url"] !== "string") problems.push({ ...at, field: "host", message: "required field missing" });
  const port = entity["port"];
  if (port !== undefined && port !== null) {
    if (typeof port !== "number" || !Number.isInteger(port)) problems.push({ ...at, field: "port", message: "expected an integer" });
    else if (port < 0 || port > 65535) problems.push({ ...at, field: "port", message: "value should be between 0 and 65535" });
  }
  const protocol = entity["protocol"];
  if (protocol !== undefined && (typeof protocol !== "string" || !protocols.has(protocol) || protocol.startsWith("ws"))) {
    problems.push({ ...at, field: "protocol", message: "expected one of: grpc, grpcs, http, https, tcp, tls, tls_passthrough, udp" });
  }
  return problems;
}

function checkRoute({ entity, index }: { entity: Entity; index: number }): Problem[] {
  const sent = Array.isArray(entity["protocols"]) ? entity["protocols"] : ["http", "https"];
  const matchers = sent.some((each) => ["tcp", "tls", "udp"].includes(String(each)))
    ? ["sources", "destinations", "snis"]
    : sent.includes("tls_passthrough") ? ["snis"] : ["methods", "hosts", "headers", "paths", ...(sent.includes("https") ? ["snis"] : [])];
  if (matchers.some((key) => entity[key] !== undefined && entity[key] !== null) || entity["expression"] !== undefined) return [];
  const quoted = matchers.map((each) => `'${each}'`).join(", ");
  return [{ type: "routes", index, entity, isWholeEntity: true, message: `must set one of ${quoted} when 'protocols' is '${sent.includes("https") ? "https" : String(sent[0])}'` }];
}

function checkReferences(document: Entity): Problem[] {
  const found: Problem[] = [];
  for (const [type, field] of [["routes", "service"], ["plugins", "service"], ["plugins", "route"], ["plugins", "consumer"], ["targets", "upstream"]] as const) {
    const target = `${field}s`;
    listOf(document, type).forEach((entity, index) => {
      const sent = entity[field];
      const wanted = isEntity(sent) ? sent["id"] : sent;
      if (wanted === undefined || wanted === null) return;
      const key = nameKey[target] ?? "name";
      if (allOf(document, target).some((each) => each.entity["id"] === wanted || each.entity[key] === wanted)) return;
      found.push({ type, index, entity, isReference: true, message: `invalid reference '${field}: ${String(wanted)}' (no such entry in '${target}')` });
    });
  }
  return found;
}

function checkNames(document: Entity): Problem[] {
  return Object.entries(nameKey).flatMap(([type, key]) => {
    const seen = new Set<unknown>();
    return allOf(document, type).flatMap(({ entity, index }) => {
      const name = entity[key];
      if (name === undefined || name === null || !seen.has(name)) { seen.add(name); return []; }
      return [{ type, index, entity, isWholeEntity: true, message: `uniqueness violation: '${type}' entity with ${key} set to '${String(name)}' already declared` }];
    });
  });
}

const nameOf = ({ type, entity }: Problem) => entity[nameKey[type] ?? "name"];

/** Plain format: the tree mirrors the document; dangling references are keyed by name. */
function plainFields(problems: Problem[], top: Entity): Entity {
  const fields: Entity = { ...top };
  for (const problem of problems) {
    if (problem.isReference) {
      const tree = isEntity(fields[problem.type]) ? fields[problem.type] as Entity : {};
      tree[String(nameOf(problem) ?? problem.index)] = [problem.message];
      fields[problem.type] = tree;
      continue;
    }
    const known = fields[problem.type];
    const list: unknown[] = Array.isArray(known) ? known : [];
    while (list.length <= problem.index) list.push(null);
    const kept = list[problem.index];
    const leaf: Entity = isEntity(kept) ? kept : {};
    if (problem.field) leaf[problem.field] = problem.message;
    else leaf["@entity"] = [...(Array.isArray(leaf["@entity"]) ? leaf["@entity"] : []), problem.message];
    list[problem.index] = leaf;
    fields[problem.type] = list;
  }
  return fields;
}

/** Flattened format: loses dangling references, and is `{}` rather than `[]` when nothing is left. */
function flatten(problems: Problem[]): unknown {
  const items = new Map<Entity, { entity_type: string; errors: unknown[]; [key: string]: unknown }>();
  for (const problem of problems.filter((each) => !each.isReference)) {
    const { entity } = problem;
    const item = items.get(entity) ?? {
      entity_type: singular[problem.type] ?? problem.type,
      ...(nameOf(problem) === undefined ? {} : { entity_name: nameOf(problem) }),
      ...(entity["id"] === undefined ? {} : { entity_id: entity["id"] }),
      ...(entity["tags"] === undefined ? {} : { entity_tags: entity["tags"] }),
      entity, errors: [],
    };
    item.errors.push(problem.field ? { type: "field", field: problem.field, message: problem.message } : { type: "entity", message: problem.message });
    items.set(entity, item);
  }
  return items.size ? [...items.values()] : {};
}

export function rejection(plain: Entity, flattenedFields: Entity, flattened: unknown): Rejection {
  const base = { code: 14, name: "invalid declarative configuration" };
  const text = (fields: Entity) => `declarative config is invalid: ${JSON.stringify(fields)}`;
  return {
    status: 400,
    plain: { ...base, message: text(plain), fields: plain },
    flattened: { ...base, message: text(flattenedFields), fields: flattenedFields, flattened_errors: flattened },
  };
}

/** Null where the document is accepted. References are looked at only when every entity is good, as Kong does. */
export function checkDocument(document: Entity): Rejection | null {
  const top: Entity = {};
  if (document["_format_version"] === undefined) top["_format_version"] = "required field missing";
  else if (typeof document["_format_version"] !== "string") top["_format_version"] = "expected a string";
  for (const key of Object.keys(document)) if (!metaKeys.has(key) && !singular[key]) top[key] = "unknown field";
  let problems = [...allOf(document, "services").flatMap(checkService), ...allOf(document, "routes").flatMap(checkRoute), ...checkNames(document)];
  if (!problems.length && !Object.keys(top).length) problems = checkReferences(document);
  if (!problems.length && !Object.keys(top).length) return null;
  return rejection(plainFields(problems, top), top, flatten(problems));
}
