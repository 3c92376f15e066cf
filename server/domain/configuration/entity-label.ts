import { textField } from "../config-document/entity-walk";
import { entityOf, type ConfigEntity, type Configuration } from "./configuration";
import { DOCUMENT_KIND } from "./diff-configurations";
import { printable } from "./printable";
import { referencesOf, referredEntity, type DependentsIndex } from "./references";

/** The fields that name an entity of the kind, the first that is there. Never one that may hold a secret. */
const NAMING_FIELDS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    basicauth_credentials: ["username"],
    hmacauth_credentials: ["username"],
    jwt_secrets: ["key"],
    oauth2_credentials: ["name", "client_id"],
    acls: ["group"],
    consumers: ["username", "custom_id"],
    keys: ["name", "kid"],
    targets: ["target"],
    vaults: ["prefix", "name"],
    filter_chains: ["name"],
    clustering_data_planes: ["hostname"],
    parameters: ["key"],
    ratelimiting_metrics: ["identifier"],
    keyauth_credentials: [],
    oauth2_tokens: [],
    oauth2_authorization_codes: [],
    sessions: [],
    acme_storage: [],
    certificates: [],
    ca_certificates: [],
  }),
);

/** What an entity without a name is called, where the kind says it. */
const NAMELESS: Readonly<Record<string, string>> = { keyauth_credentials: "key", mtls_auth_credentials: "certificate" };

/** The kinds whose entities are told with their consumer. */
const OF_CONSUMER = /^(acls|.*_credentials|jwt_secrets)$/;
const SCOPE_WORDS: Readonly<Record<string, string>> = { service: "service", route: "route", consumer: "consumer", consumer_group: "consumer group" };

/**
 * How lists, pickers and diffs name an entity; holds no secret and nothing that a page cannot show. A plugin is told with its scope, a credential with its consumer, a
 * certificate with its SNIs where the dependents are given. Not unique: whoever must be sure adds the id.
 */
export const entityLabel = (entity: ConfigEntity, configuration: Configuration, dependents?: DependentsIndex): string =>
  printable(rawLabel(entity, configuration, dependents));

function rawLabel(entity: ConfigEntity, configuration: Configuration, dependents?: DependentsIndex): string {
  const { kind, fields } = entity;
  if (kind === DOCUMENT_KIND) return "Document settings";
  if (kind === "plugins") return pluginLabel(entity, configuration);
  if (kind === "consumer_group_consumers") return memberLabel(entity, configuration);
  const named = firstText(fields, NAMING_FIELDS.get(kind) ?? ["name"]);
  if (OF_CONSUMER.test(kind)) return credentialLabel(entity, named, configuration);
  if (named !== undefined) return named;
  if (kind === "certificates" && dependents) return certificateLabel(entity, dependents);
  return ruleLabel(entity) ?? tagLabel(entity) ?? idLabel(entity);
}

function pluginLabel(entity: ConfigEntity, configuration: Configuration): string {
  const name = textField(entity.fields, "name") ?? "plugin";
  const instance = textField(entity.fields, "instance_name");
  const scopes = referencesOf(entity).flatMap(({ field, to }) => {
    const word = Object.hasOwn(SCOPE_WORDS, field) ? SCOPE_WORDS[field] : undefined;
    if (word === undefined) return [];
    const target = entityOf(configuration, to);
    return [`${word} ${target ? rawLabel(target, configuration) : shortId(to.id)}`];
  });
  return `${name}${instance === undefined ? "" : ` “${instance}”`}${scopes.length > 0 ? ` on ${scopes.join(", ")}` : ""}`;
}

function memberLabel(entity: ConfigEntity, configuration: Configuration): string {
  const [consumer, group] = ["consumer", "consumer_group"].map((field) => referredEntity(configuration, entity, field));
  return consumer && group ? `${entityLabel(consumer, configuration)} in ${entityLabel(group, configuration)}` : idLabel(entity);
}

function credentialLabel(entity: ConfigEntity, named: string | undefined, configuration: Configuration): string {
  const consumer = referredEntity(configuration, entity, "consumer");
  const noun = named === undefined ? NAMELESS[entity.kind] : undefined;
  const own = named ?? tagLabel(entity) ?? idLabel(entity);
  const ofWhom = consumer ? ` of ${rawLabel(consumer, configuration)}` : "";
  // Whose it is comes first, and by what it differs from others of the same last.
  return noun === undefined ? `${own}${ofWhom}` : `${noun}${ofWhom}, ${own}`;
}

function certificateLabel(entity: ConfigEntity, dependents: DependentsIndex): string {
  const names = dependents.of(entity).flatMap((each) => (each.entity.kind === "snis" ? [textField(each.entity.fields, "name") ?? ""] : []));
  const known = names.filter((name) => name !== "").sort();
  const [first, ...others] = known;
  if (first === undefined) return tagLabel(entity) ?? idLabel(entity);
  return others.length > 0 ? `${first} and ${others.length} more` : first;
}

/** What an unnamed service or route does. */
function ruleLabel({ kind, fields }: ConfigEntity): string | undefined {
  if (kind === "services") {
    const host = textField(fields, "host");
    return host === undefined ? undefined : `${host}${textField(fields, "path") ?? ""}`;
  }
  if (kind !== "routes") return undefined;
  const [host, path] = [firstOf(fields["hosts"]) ?? firstOf(fields["snis"]), firstOf(fields["paths"])];
  return host === undefined && path === undefined ? undefined : `${host ?? ""}${path ?? ""}`;
}

const firstText = (fields: ConfigEntity["fields"], names: readonly string[]): string | undefined =>
  names.map((name) => textField(fields, name)).find((text) => text !== undefined);

function firstOf(list: unknown): string | undefined {
  const first: unknown = Array.isArray(list) ? list[0] : undefined;
  return typeof first === "string" && first !== "" ? first : undefined;
}

function tagLabel(entity: ConfigEntity): string | undefined {
  const tags: unknown = entity.fields["tags"];
  const named = Array.isArray(tags) ? tags.filter((tag): tag is string => typeof tag === "string" && tag !== "") : [];
  return named.length > 0 ? `${named.slice(0, 3).join(", ")} (${shortId(entity.id)})` : undefined;
}

const shortId = (id: string): string => (id.length > 12 ? `${id.slice(0, 8)}…` : id);
const idLabel = ({ id }: ConfigEntity): string => shortId(id);
