import { makeKongId } from "@/server/kong-ids";
import { CATALOG } from "@/server/domain/catalog/catalog";
import { kongKeyText, referenceText } from "@/server/domain/config-document/entity-ids";
import { ENTITY_KINDS, META_KEYS } from "@/server/domain/config-document/entity-kinds";
import { locateEntities, type LocatedEntity } from "@/server/domain/config-document/entity-walk";
import { crash, type Entity, isEntity, type Problem, rejectionOf, type Rejection } from "./kong-emulator-errors";

/**
 * What this emulator checks of a declarative document: shapes, versions, references, uniqueness, and of the fields some of
 * services and routes. The rest of Kong's schemas it takes unseen, so it accepts more than a node, and refuses nothing that
 * a node accepts. What it makes of a load: flat entities with ids, not filled with Kong's defaults.
 */
export type Checked = { rejection: Rejection } | { entities: Map<string, Entity[]> };

const protocols = ["grpc", "grpcs", "http", "https", "tcp", "tls", "tls_passthrough", "udp"];

function checkService(located: LocatedEntity): Problem[] {
  const { host, url, port, protocol } = located.entity;
  const fault = (field: string, message: string): Problem => ({ kind: "field", located, field: [field], message });
  const problems: Problem[] = [];
  if ((host ?? url ?? null) === null) problems.push(fault("host", "required field missing"));
  if ((port ?? null) !== null) {
    if (!Number.isInteger(port)) problems.push(fault("port", "expected an integer"));
    else if (Number(port) < 0 || Number(port) > 65535) problems.push(fault("port", "value should be between 0 and 65535"));
  }
  if (typeof protocol === "string" && !protocols.includes(protocol)) problems.push(fault("protocol", `expected one of: ${protocols.join(", ")}`));
  return problems;
}

/** The fields of which a route of a protocol must set one, those it cannot set, and how Kong names the protocols that cannot. */
const stream = { must: ["sources", "destinations", "snis"], cannot: ["methods", "hosts", "paths", "headers"], of: "'tcp', 'tls', 'tls_passthrough' or 'udp'" };
const http = { must: ["methods", "hosts", "headers", "paths"], cannot: ["sources", "destinations"], of: "'http' or 'https'" };
const grpc = { must: ["hosts", "headers", "paths"], cannot: ["methods", "sources", "destinations"], of: "'grpc' or 'grpcs'" };
const matching: Record<string, { must: string[]; cannot: string[]; of: string; when: string }> = {
  http: { ...http, when: "'http'" },
  https: { ...http, must: [...http.must, "snis"], when: "'https'" },
  grpc: { ...grpc, when: "'grpc'" },
  grpcs: { ...grpc, must: [...grpc.must, "snis"], when: "'grpcs'" },
  tcp: { ...stream, when: "'tcp', 'tls' or 'udp'" },
  tls: { ...stream, when: "'tcp', 'tls' or 'udp'" },
  udp: { ...stream, when: "'tcp', 'tls' or 'udp'" },
};

function checkRoute(located: LocatedEntity): Problem[] {
  const { entity } = located;
  const isSet = (field: string) => (entity[field] ?? null) !== null;
  const problems: Problem[] = [];
  const { methods } = entity;
  if (Array.isArray(methods))
    methods.forEach((method, index) => {
      if (typeof method === "string" && !/^[A-Z]+$/.test(method))
        problems.push({ kind: "field", located, field: ["methods", index], message: `invalid value: ${method}` });
    });
  const sent: unknown[] = Array.isArray(entity.protocols) ? entity.protocols : ["http", "https"];
  // Kong looks at the protocols together; where several are meant, the one with the most matchers decides.
  const rules = ["tcp", "tls", "udp", "grpcs", "grpc", "https", "http"].flatMap((each) => (sent.includes(each) ? (matching[each] ?? []) : []))[0];
  if (!rules) return problems;
  for (const field of rules.cannot.filter(isSet))
    problems.push({ kind: "field", located, field: [field], message: `cannot set '${field}' when 'protocols' is ${rules.of}` });
  const names = rules.must.map((each) => `'${each}'`).join(", ");
  if (!rules.must.some(isSet)) problems.push({ kind: "entity", located, message: `must set one of ${names} when 'protocols' is ${rules.when}` });
  return problems;
}

function checkFields(located: LocatedEntity): Problem[] {
  const { kind, entity } = located;
  const problems = kind === "services" ? checkService(located) : kind === "routes" ? checkRoute(located) : [];
  const created = entity.created_at ?? null;
  if (created !== null && kind !== "targets" && !Number.isInteger(created))
    problems.push({ kind: "field", located, field: ["created_at"], message: "expected an integer" });
  if (kind === "ca_certificates" && (entity.cert ?? null) === null)
    problems.push({ kind: "field", located, field: ["cert"], message: "required field missing" });
  return problems;
}

function checkTop(document: Entity): Problem[] {
  const fault = (key: string, message: string): Problem => ({ kind: "field", field: [key], message });
  const version = document._format_version ?? null;
  const ofVersion =
    version === null
      ? ["required field missing"]
      : typeof version !== "string"
        ? ["expected a string"]
        : ["1.1", "2.1", "3.0"].includes(version)
          ? []
          : ["expected one of: 1.1, 2.1, 3.0"];
  const unknown = Object.keys(document).filter((key) => !META_KEYS.has(key) && !CATALOG.entity(key));
  return [...ofVersion.map((message) => fault("_format_version", message)), ...unknown.map((key) => fault(key, "unknown field"))];
}

/** Something that is no map where an entity should be: Kong's parser breaks. */
const isBroken = (holder: Entity, kinds: Iterable<string>): boolean =>
  [...kinds].some((kind) => {
    const list = holder[kind];
    return Array.isArray(list) && list.some((each: unknown) => !isEntity(each) || isBroken(each, Object.keys(ENTITY_KINDS.get(kind)?.nests ?? {})));
  });

/** Ids as Kong gives them: the author's, else made of the key, else random. */
function idsOf(located: LocatedEntity[]): Map<LocatedEntity, string> {
  const ids = new Map<LocatedEntity, string>();
  for (const each of located) {
    const own = each.entity.id;
    const key = kongKeyText(each, each.parent && ids.get(each.parent.located));
    ids.set(each, typeof own === "string" ? own : key === undefined ? crypto.randomUUID() : makeKongId(each.kind, key));
  }
  return ids;
}

function checkUniqueness(located: LocatedEntity[], ids: Map<LocatedEntity, string>): Problem[] {
  const seen = new Set<string>();
  return located.flatMap((each) => {
    const id = ids.get(each);
    const values = [["primary key", id] as const, ...each.rules.unique.map((field) => [field, each.entity[field]] as const)];
    return values
      .flatMap(([what, value]): Problem[] => {
        if (typeof value !== "string") return [];
        const key = JSON.stringify([each.kind, what, value]);
        if (!seen.has(key)) {
          seen.add(key);
          return [];
        }
        return [
          {
            kind: "unique",
            located: each,
            ...(id === undefined ? {} : { id }),
            message: `uniqueness violation: '${each.kind}' entity with ${what} set to '${value}' already declared`,
          },
        ];
      })
      .slice(-1);
  });
}

/** Finds by name or id; Kong says both ways of writing a reference the same. */
function finderOf(located: LocatedEntity[], ids: Map<LocatedEntity, string>) {
  const found = new Map<string, string>();
  for (const each of located) {
    const id = ids.get(each) ?? "";
    const name = each.rules.nameKey === undefined ? undefined : each.entity[each.rules.nameKey];
    found.set(`${each.kind} ${id}`, id);
    if (typeof name === "string") found.set(`${each.kind} ${name}`, id);
  }
  return (kind: string, reference: string) => found.get(`${kind} ${reference}`);
}

/** What a load makes of an entity: its own fields, its id, and its parent and references as `{ id }`. */
function loaded(each: LocatedEntity, ids: Map<LocatedEntity, string>, find: ReturnType<typeof finderOf>, now: number): Entity {
  const dropped = ["_comment", "_ignore", ...Object.keys(each.rules.nests)];
  const entity: Entity = { created_at: now, ...Object.fromEntries(Object.entries(each.entity).filter(([key]) => !dropped.includes(key))), id: ids.get(each) };
  for (const [field, { to }] of Object.entries(each.rules.foreign)) {
    const reference = referenceText(entity[field]);
    if (reference !== undefined) entity[field] = { id: find(to, reference) };
  }
  if (each.parent) entity[each.parent.field] = { id: ids.get(each.parent.located) };
  return entity;
}

function checkReferences(
  located: LocatedEntity[],
  ids: Map<LocatedEntity, string>,
  find: ReturnType<typeof finderOf>,
): { problems: Problem[]; crashes: boolean } {
  const dangling = located.flatMap((each) =>
    Object.entries(each.rules.foreign).flatMap(([field, { to }]) => {
      const reference = referenceText(each.entity[field]);
      return reference === undefined || find(to, reference) !== undefined
        ? []
        : [{ each, message: `invalid reference '${field}: ${reference}' (no such entry in '${to}')` }];
    }),
  );
  return {
    problems: dangling.map(({ each, message }) => ({ kind: "reference", located: each, message, id: ids.get(each) ?? "" })),
    // Kong names such an entity by its name key, where its kind has one, and breaks where the entity has none.
    crashes: dangling.some(({ each }) => each.rules.nameKey !== undefined && typeof each.entity[each.rules.nameKey] !== "string"),
  };
}

/** Uniqueness is looked at when every field is good, and references when that is, as Kong does. */
export function checkDocument(document: Entity, now: number): Checked {
  const top = checkTop(document);
  if (isBroken(document, ENTITY_KINDS.keys())) return { rejection: crash };
  const located = locateEntities(document);
  const ofFields = [...top, ...located.flatMap(checkFields)];
  if (ofFields.length) return { rejection: rejectionOf(ofFields) };
  const ids = idsOf(located);
  const repeated = checkUniqueness(located, ids);
  if (repeated.length) return { rejection: rejectionOf(repeated) };
  const find = finderOf(located, ids);
  const { problems, crashes } = checkReferences(located, ids, find);
  if (crashes) return { rejection: crash };
  if (problems.length) return { rejection: rejectionOf(problems) };
  const entities = new Map<string, Entity[]>();
  for (const each of located) entities.set(each.kind, [...(entities.get(each.kind) ?? []), loaded(each, ids, find, now)]);
  return { entities };
}
