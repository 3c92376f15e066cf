/**
 * The entity kinds that a declarative document for Kong Gateway may hold, and how they hang together; which of them a node takes
 * is told by its schemas (consumer groups exist in Kong Enterprise only).
 * Source: the schemas of Kong 3.9.3, and its verdicts on hand-made documents.
 */

/** A field that refers to another entity. */
export interface ForeignField {
  to: string;
  isRequired: boolean;
}

/** What the rules of identity, uniqueness and reference need to know of a kind. */
export interface EntityKind {
  /** The field by which others may refer to an entity beside its id. Absent: by id only. */
  nameKey?: string;
  /** The parts of Kong's cache key, from which it makes an id. Absent: the name key serves. */
  cacheKey?: readonly string[];
  /** A further part, of Enterprise alone: it tells entities apart where it is given. */
  enterpriseKey?: string;
  /** True where the cache key is the identity itself: it says that the one belongs to the other, once. */
  isPair?: boolean;
  /** True where Kong generates the key field itself and hence gives every entity a random id. */
  hasRandomId?: boolean;
  /** True where the name key is a secret. */
  isNameSecret?: boolean;
  /** False for kinds that do not want an id of ours. */
  takesId: boolean;
  /** Fields that Kong itself checks for single-field uniqueness. */
  unique: readonly string[];
  foreign: Readonly<Record<string, ForeignField>>;
  /** Kinds that may be nested, each with the field of the child that then stands for the parent. */
  nests: Readonly<Record<string, string>>;
  /** Ordinary fields whose name is also that of a kind. */
  plainFields: readonly string[];
  /** Fields of the entity itself whose members have no order (`tags` where it takes tags); those of a plugin's configuration are told by its schema. */
  sets: readonly string[];
}

function kind(spec: Partial<EntityKind>): EntityKind {
  return { takesId: true, unique: [], foreign: {}, nests: {}, plainFields: [], sets: ["tags"], ...spec };
}

const needs = (to: string): ForeignField => ({ to, isRequired: true });
const may = (to: string): ForeignField => ({ to, isRequired: false });
const ofConsumer = { consumer: needs("consumers") };

/** Every kind by its top-level key. A Map, so that no key of a hostile document finds an inherited member. */
export const ENTITY_KINDS: ReadonlyMap<string, EntityKind> = new Map(
  Object.entries({
    workspaces: kind({ takesId: false, nameKey: "name", unique: ["name"], sets: [] }),
    ca_certificates: kind({}),
    certificates: kind({ nests: { snis: "certificate", services: "client_certificate", upstreams: "client_certificate" } }),
    clustering_data_planes: kind({ sets: ["rpc_capabilities"] }),
    consumers: kind({
      nameKey: "username",
      unique: ["username", "custom_id"],
      nests: {
        acls: "consumer",
        basicauth_credentials: "consumer",
        consumer_group_consumers: "consumer",
        hmacauth_credentials: "consumer",
        jwt_secrets: "consumer",
        keyauth_credentials: "consumer",
        oauth2_credentials: "consumer",
        plugins: "consumer",
      },
    }),
    consumer_groups: kind({
      nameKey: "name",
      unique: ["name"],
      nests: { consumer_group_consumers: "consumer_group", plugins: "consumer_group" },
    }),
    consumer_group_consumers: kind({
      takesId: false,
      cacheKey: ["consumer_group", "consumer"],
      isPair: true,
      foreign: { consumer_group: needs("consumer_groups"), consumer: needs("consumers") },
      sets: [],
    }),
    key_sets: kind({ nameKey: "name", unique: ["name"], nests: { keys: "set" } }),
    keys: kind({ nameKey: "name", cacheKey: ["kid", "set"], unique: ["name"], foreign: { set: may("key_sets") } }),
    parameters: kind({ takesId: false, unique: ["key"], sets: [] }),
    services: kind({
      nameKey: "name",
      unique: ["name"],
      foreign: { client_certificate: may("certificates") },
      nests: { routes: "service", plugins: "service", filter_chains: "service", oauth2_tokens: "service", oauth2_authorization_codes: "service" },
      plainFields: ["ca_certificates"],
    }),
    routes: kind({
      nameKey: "name",
      unique: ["name"],
      foreign: { service: may("services") },
      nests: { plugins: "route", filter_chains: "route" },
      plainFields: ["snis"],
      sets: ["tags", "protocols", "methods", "snis", "sources", "destinations"],
    }),
    filter_chains: kind({
      nameKey: "name",
      cacheKey: ["route", "service"],
      unique: ["name"],
      foreign: { route: may("routes"), service: may("services") },
    }),
    plugins: kind({
      nameKey: "instance_name",
      cacheKey: ["name", "route", "service", "consumer"],
      enterpriseKey: "consumer_group",
      unique: ["instance_name"],
      foreign: { route: may("routes"), service: may("services"), consumer: may("consumers"), consumer_group: may("consumer_groups") },
      nests: { oauth2_authorization_codes: "plugin" },
      sets: ["tags", "protocols"],
    }),
    snis: kind({ nameKey: "name", unique: ["name"], foreign: { certificate: needs("certificates") } }),
    upstreams: kind({ nameKey: "name", unique: ["name"], foreign: { client_certificate: may("certificates") }, nests: { targets: "upstream" } }),
    targets: kind({ nameKey: "target", cacheKey: ["upstream", "target"], foreign: { upstream: needs("upstreams") } }),
    vaults: kind({ nameKey: "prefix", cacheKey: ["prefix"], unique: ["prefix"] }),
    acls: kind({ cacheKey: ["consumer", "group"], foreign: ofConsumer }),
    acme_storage: kind({ cacheKey: ["key"], hasRandomId: true, unique: ["key"], sets: [] }),
    basicauth_credentials: kind({ nameKey: "username", cacheKey: ["username"], unique: ["username"], foreign: ofConsumer }),
    hmacauth_credentials: kind({ nameKey: "username", cacheKey: ["username"], unique: ["username"], foreign: ofConsumer }),
    jwt_secrets: kind({ nameKey: "key", hasRandomId: true, unique: ["key"], foreign: ofConsumer }),
    keyauth_credentials: kind({ nameKey: "key", hasRandomId: true, unique: ["key"], foreign: ofConsumer }),
    oauth2_credentials: kind({
      nameKey: "client_id",
      hasRandomId: true,
      unique: ["client_id"],
      foreign: ofConsumer,
      nests: { oauth2_tokens: "credential", oauth2_authorization_codes: "credential" },
    }),
    oauth2_authorization_codes: kind({
      unique: ["code"],
      sets: [],
      foreign: { service: may("services"), credential: needs("oauth2_credentials"), plugin: may("plugins") },
    }),
    oauth2_tokens: kind({
      nameKey: "access_token",
      hasRandomId: true,
      unique: ["access_token", "refresh_token"],
      sets: [],
      foreign: { service: may("services"), credential: needs("oauth2_credentials") },
    }),
    ratelimiting_metrics: kind({ takesId: false, sets: [] }),
    sessions: kind({ nameKey: "session_id", isNameSecret: true, cacheKey: ["session_id"], unique: ["session_id"], sets: [] }),
  } satisfies Record<string, EntityKind>),
);

/** The top-level keys that are not entity kinds. */
export const META_KEYS: ReadonlySet<string> = new Set(["_format_version", "_transform", "_comment", "_ignore"]);
