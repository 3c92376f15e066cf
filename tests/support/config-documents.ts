import fc from "fast-check";
import { makeKongId } from "@/server/kong-ids";
import { checkConfigDocument } from "@/server/domain/config-document/check";
import { readDocument } from "@/server/domain/configuration/read-document";
import type { Configuration } from "@/server/domain/configuration/configuration";

export type ConfigDocument = Record<string, unknown>;
type Fields = Record<string, unknown>;

/** Lists of entities by their key, at top level or nested. */
export const ENTITY_LISTS = new Set(
  "services routes plugins consumers upstreams targets certificates snis ca_certificates vaults key_sets keys filter_chains acme_storage ratelimiting_metrics sessions clustering_data_planes oauth2_tokens acls basicauth_credentials hmacauth_credentials keyauth_credentials jwt_secrets oauth2_credentials parameters workspaces".split(
    " ",
  ),
);

const name = fc.stringMatching(/^[a-z]{1,4}$/);
const words = fc.oneof(fc.string({ maxLength: 6 }), fc.string({ unit: "grapheme", maxLength: 6 }), fc.constantFrom("ä", "路由", "🦍", "\u{10ffff}\ue000"));
const tags = fc.array(fc.constantFrom("red", "team-a", "größe", "🦍", "b"), { maxLength: 4 });
const id = fc.uuid({ version: [4, 5] });
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, fc.integer(), fc.boolean(), fc.constant(null), words, fc.array(tie("value"), { maxLength: 3 }), map(tie("value"))),
})).value;

function map<T>(values: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> {
  return fc.dictionary(fc.constantFrom("limit", "redis", "password", "client_secret", "headers", "x", "größe"), values, { maxKeys: 4, noNullPrototype: true });
}

const some = (model: Record<string, fc.Arbitrary<unknown>>, requiredKeys: string[]): fc.Arbitrary<Fields> =>
  fc.record<Fields>({ id, tags, ...model }, { requiredKeys, noNullPrototype: true }) as fc.Arbitrary<Fields>; // safe because: absent keys are no members

const record = (model: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Fields> => fc.record(model, { noNullPrototype: true });

const plugin = some({ name: fc.constantFrom("cors", "rate-limiting", "key-auth", "my-own"), config: map(json), enabled: fc.boolean() }, ["name"]);
const plugins = fc.uniqueArray(plugin, { selector: (each) => each["name"], maxLength: 2 });
const route = some(
  {
    name,
    paths: fc.array(fc.constantFrom("/a", "~/b\\d", "/c"), { maxLength: 3 }),
    methods: fc.array(fc.constantFrom("GET", "PUT"), { maxLength: 3 }),
    headers: map(fc.array(words, { maxLength: 2 })),
    sources: fc.array(fc.record({ ip: fc.constantFrom("1.1.1.1", "2.2.2.2") }, { noNullPrototype: true }), { maxLength: 2 }),
    plugins,
  },
  ["paths"],
);
const routes = fc.array(route, { maxLength: 3 });
const service = some({ name, host: name, path: fc.constantFrom(null, "/x"), routes, plugins }, ["host"]);
const consumer = some(
  {
    username: name,
    custom_id: words.filter((text) => text !== ""),
    keyauth_credentials: fc.array(some({ key: words.filter((text) => text !== "") }, ["key"]), { maxLength: 2 }),
    basicauth_credentials: fc.array(some({ username: name, password: words }, ["username", "password"]), { maxLength: 1 }),
    acls: fc.uniqueArray(some({ group: name }, ["group"]), { selector: (each) => each["group"], maxLength: 2 }),
    plugins,
  },
  ["username"],
);
const upstream = some(
  { name, targets: fc.uniqueArray(some({ target: name, weight: fc.nat(9) }, ["target"]), { selector: (each) => each["target"], maxLength: 3 }) },
  ["name"],
);
const certificate = some({ cert: words, key: words, snis: fc.array(some({ name }, ["name"]), { maxLength: 2 }) }, ["cert", "key"]);
const keySet = some({ name, keys: fc.array(some({ kid: name, pem: map(words) }, ["kid"]), { maxLength: 1 }) }, ["name"]);

const secretText = words.filter((text) => text !== "");
const credentials = fc.record({
  hmacauth_credentials: fc.array(some({ username: name, secret: words }, ["username"]), { maxLength: 1 }),
  jwt_secrets: fc.array(some({ key: secretText, secret: words }, ["key"]), { maxLength: 1 }),
  oauth2_credentials: fc.array(
    some(
      {
        name,
        client_id: secretText,
        client_secret: words,
        oauth2_tokens: fc.array(record({ access_token: secretText, expires_in: fc.nat(9) }), { maxLength: 1 }),
      },
      ["name", "client_id"],
    ),
    { maxLength: 1 },
  ),
});

/** The kinds that hardly anybody writes. */
const rareLists = fc.record({
  workspaces: fc.uniqueArray(record({ name }), { selector: (each) => each["name"], maxLength: 1 }),
  ca_certificates: fc.array(some({ cert: words }, ["cert"]), { maxLength: 2 }),
  clustering_data_planes: fc.array(record({ id, ip: fc.constant("1.1.1.1"), hostname: name }), { maxLength: 1 }),
  filter_chains: fc.constantFrom([], [{ name: "chain", filters: [{ name: "f", config: { password: "x" } }] }]),
  acme_storage: fc.array(record({ key: secretText, value: words }), { maxLength: 1 }),
  ratelimiting_metrics: fc.array(record({ identifier: words, period: name, value: fc.nat(9) }), { maxLength: 2 }),
  sessions: fc.array(record({ session_id: secretText, data: words }), { maxLength: 1 }),
});

const flatPlugin = fc.tuple(plugin, fc.constantFrom("service", "route", "consumer", undefined), fc.nat(), fc.boolean());
const flatRoute = fc.tuple(route, fc.nat(), fc.boolean());
const commonLists = fc.record({
  services: fc.array(service, { maxLength: 4 }),
  consumers: fc.array(consumer, { maxLength: 3 }),
  upstreams: fc.array(upstream, { maxLength: 2 }),
  certificates: fc.array(certificate, { maxLength: 2 }),
  key_sets: fc.array(keySet, { maxLength: 2 }),
  vaults: fc.array(some({ name: fc.constant("env"), prefix: name, config: map(json) }, ["name", "prefix"]), { maxLength: 1 }),
  parameters: fc.uniqueArray(fc.record({ key: name, value: words }, { noNullPrototype: true }), { selector: (each) => each.key, maxLength: 2 }),
  flatPlugins: fc.array(flatPlugin, { maxLength: 3 }),
  flatRoutes: fc.array(flatRoute, { maxLength: 2 }),
  transform: fc.constantFrom(undefined, true, false),
});
const lists = fc.tuple(commonLists, fc.option(rareLists, { freq: 3, nil: {} }), fc.option(credentials, { freq: 2, nil: {} })).map(([common, rare, of]) => ({
  ...common,
  ...rare,
  consumers: common.consumers.map((each, at) => (at === 0 ? { ...each, ...of } : each)),
}));

/** Documents that pass the structural check: nested and flat, references by name and by id, unnamed entities, unicode, secrets. */
export const configDocuments: fc.Arbitrary<ConfigDocument> = lists
  .map(({ flatPlugins, flatRoutes, transform, ...entities }) => {
    const refer = (kind: "services" | "routes" | "consumers", at: number, byId: boolean): unknown => {
      const nested = (entities.services as Fields[]).flatMap((each) => (each["routes"] as Fields[] | undefined) ?? []);
      const list: Fields[] = kind === "routes" ? nested : entities[kind];
      const target = list[at % Math.max(list.length, 1)];
      const text = byId ? target?.["id"] : target?.[kind === "consumers" ? "username" : "name"];
      return byId && at % 2 === 0 && text !== undefined ? { id: text } : text;
    };
    const withReference = (fields: Fields, field: string, value: unknown): Fields => (value === undefined ? fields : { ...fields, [field]: value });
    return {
      _format_version: "3.0",
      ...(transform === undefined ? {} : { _transform: transform }),
      ...entities,
      routes: flatRoutes.map(([fields, at, byId]) => withReference(fields, "service", refer("services", at, byId))),
      plugins: flatPlugins.map(([fields, scope, at, byId]) => (scope ? withReference(fields, scope, refer(`${scope}s`, at, byId)) : fields)),
    };
  })
  .map((document) => withoutRepeats(document))
  .filter((document) => checkConfigDocument(document, makeKongId).every((finding) => finding.severity === "warning"));

/** Takes out what repeats a unique value, so that few documents have to be thrown away. */
function withoutRepeats(document: ConfigDocument): ConfigDocument {
  const seen = new Set<string>();
  const keep = (kind: string, entity: Fields): boolean => {
    const values = ["id", "name", "username", "custom_id", "key", "instance_name", "target", "kid", "client_id", "access_token", "session_id"]
      .filter(
        (field) =>
          entity[field] !== undefined && !(kind === "plugins" && field === "name") && !(kind === "vaults" && field === "name") && !(kind === "targets"),
      )
      .map((field) => `${kind}:${field}:${String(entity[field])}`);
    if (values.some((value) => seen.has(value))) return false;
    for (const value of values) seen.add(value);
    return true;
  };
  const clean = (holder: Fields): Fields =>
    Object.fromEntries(
      Object.entries(holder).map(([key, value]) => {
        if (!ENTITY_LISTS.has(key) || !Array.isArray(value) || (key === "snis" && value.some((each) => typeof each === "string"))) return [key, value];
        const list = (value as Fields[]).filter((each) => keep(key, each)).map(clean);
        return [key, list];
      }),
    );
  return clean(document);
}

/** The configurations of such documents. */
export const configurations: fc.Arbitrary<Configuration> = configDocuments.map((document) => readDocument(document, makeKongId));
