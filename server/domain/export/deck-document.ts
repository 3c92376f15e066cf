import { ENTITY_KINDS } from "../config-document/entity-kinds";
import { textField } from "../config-document/entity-walk";
import { isMap } from "../config-document/finding";
import { entityOf, type ConfigEntity, type Configuration } from "../configuration/configuration";
import { referencesOf } from "../configuration/references";
import { writeDocument } from "../configuration/write-document";

/** What decK takes nested only, with the field that then stands for the parent. */
const NESTED_ONLY: Readonly<Record<string, string>> = {
  acls: "consumer",
  basicauth_credentials: "consumer",
  hmacauth_credentials: "consumer",
  jwt_secrets: "consumer",
  keyauth_credentials: "consumer",
  oauth2_credentials: "consumer",
  targets: "upstream",
  snis: "certificate",
};

/** What decK takes nested in these kinds only, where Kong takes it in others too. */
const NESTED_IN: Readonly<Record<string, readonly string[]>> = {
  services: [],
  upstreams: [],
  keys: [],
  plugins: ["services", "routes", "consumers", "consumer_groups"],
  routes: ["services"],
  filter_chains: ["services", "routes"],
};

/** Kinds that a gateway takes and decK does not. */
const FOREIGN_KINDS = [
  "workspaces",
  "clustering_data_planes",
  "parameters",
  "acme_storage",
  "oauth2_authorization_codes",
  "oauth2_tokens",
  "ratelimiting_metrics",
  "sessions",
];

/** References that decK wants as a map; it takes the others as a text. */
const MAP_REFERENCES: Readonly<Record<string, readonly string[]>> = { routes: ["service"], upstreams: ["client_certificate"], keys: ["set"] };

/**
 * The document in decK's format 3.0, and the kinds in it that decK does not know. Entities stand where decK takes them; ids are kept,
 * so that importing it into the same group changes nothing.
 */
export function deckDocument(configuration: Configuration): { document: Record<string, unknown>; foreignKinds: string[] } {
  const entities = new Map<string, Map<string, ConfigEntity>>();
  for (const [kind, ofKind] of configuration.entities) {
    if (kind === "consumer_group_consumers") continue;
    entities.set(kind, new Map([...ofKind].map(([id, entity]) => [id, placed(entity, configuration)])));
  }
  const document = withGroups(withMapReferences(writeDocument({ ...configuration, entities }, { references: "name" }), configuration), configuration);
  return { document, foreignKinds: FOREIGN_KINDS.filter((kind) => entities.has(kind)) };
}

/** Members of consumer groups, which decK writes in the consumer. */
function withGroups(document: Record<string, unknown>, configuration: Configuration): Record<string, unknown> {
  const groupsOf = new Map<string, { name: string }[]>();
  for (const pair of configuration.entities.get("consumer_group_consumers")?.values() ?? []) {
    const targets = new Map(referencesOf(pair).map(({ field, to }) => [field, to]));
    const [consumer, group] = [targets.get("consumer"), targets.get("consumer_group")];
    const name = group && textField(entityOf(configuration, group)?.fields ?? {}, "name");
    if (consumer && name !== undefined) groupsOf.set(consumer.id, [...(groupsOf.get(consumer.id) ?? []), { name }]);
  }
  if (groupsOf.size === 0 || !Array.isArray(document["consumers"])) return document;
  const consumers = document["consumers"].map((consumer: unknown) => {
    const groups = isMap(consumer) ? groupsOf.get(String(consumer["id"])) : undefined;
    return isMap(consumer) && groups ? { ...consumer, groups } : consumer;
  });
  return { ...document, consumers };
}

function placed(entity: ConfigEntity, configuration: Configuration): ConfigEntity {
  const { kind, id, parent, fields } = entity;
  const field = Object.hasOwn(NESTED_ONLY, kind) ? NESTED_ONLY[kind] : undefined;
  const to = field === undefined ? undefined : ENTITY_KINDS.get(kind)?.foreign[field]?.to;
  const target = field === undefined ? undefined : fields[field];
  if (!parent && field !== undefined && to !== undefined && typeof target === "string" && entityOf(configuration, { kind: to, id: target })) {
    const { [field]: _, ...others } = fields;
    return { kind, id, parent: { kind: to, id: target }, fields: others };
  }
  const allowed = Object.hasOwn(NESTED_IN, kind) ? NESTED_IN[kind] : undefined;
  if (!parent || !allowed || allowed.includes(parent.kind)) return entity;
  const written = ENTITY_KINDS.get(parent.kind)?.nests[kind];
  return written === undefined ? entity : { kind, id, fields: { ...fields, [written]: parent.id } };
}

/** At top level only: nested entities of these kinds refer to none but their parents, or by the same fields within. */
function withMapReferences(document: Record<string, unknown>, configuration: Configuration): Record<string, unknown> {
  const result: Record<string, unknown> = { ...document };
  for (const [kind, fields] of Object.entries(MAP_REFERENCES)) {
    const list = document[kind];
    if (!Array.isArray(list)) continue;
    result[kind] = list.map((entity: unknown) => {
      if (!isMap(entity)) return entity;
      const mapped: Record<string, unknown> = { ...entity };
      for (const field of fields) {
        const text = entity[field];
        const to = ENTITY_KINDS.get(kind)?.foreign[field]?.to;
        if (typeof text !== "string" || to === undefined) continue;
        mapped[field] = entityOf(configuration, { kind: to, id: text }) ? { id: text } : { name: text };
      }
      return mapped;
    });
  }
  return result;
}
