import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { makeKongId } from "@/server/kong-ids";
import { canonicalizeConfig, countEntities } from "@/server/domain/config-document/canonical";
import { compareBytewise } from "@/server/domain/config-document/canonical-json";
import { readDocument } from "@/server/domain/configuration/read-document";
import { parseConfigDocument } from "@/server/domain/config-document/parse";

type Document = Record<string, unknown>;
const canonical = (document: Document): string => canonicalizeConfig(document, makeKongId).json;
const parse = (text: string): Document => {
  const result = parseConfigDocument(text);
  if (!result.ok) throw new Error(JSON.stringify(result.findings));
  return result.document;
};

const word = fc.stringMatching(/^[a-z]{1,3}$/);
const plugin = fc.record({ name: word, config: fc.dictionary(word, fc.oneof(fc.integer(), fc.string(), fc.constant(null))) }, { requiredKeys: ["name"] });
const plugins = fc.uniqueArray(plugin, { selector: (each) => each.name, maxLength: 3 });
const route = fc.record({ paths: fc.array(word), plugins }, { requiredKeys: ["paths"] });
const service = fc.record({ host: word, routes: fc.array(route, { maxLength: 3 }), plugins, tags: fc.array(fc.string()) }, { requiredKeys: ["host"] });
const credential = fc.record({ key: word });
const consumer = fc.record({ username: word, keyauth_credentials: fc.array(credential, { maxLength: 1 }) });
const keysOf = (consumers: { keyauth_credentials: { key: string }[] }[]): string[] =>
  consumers.flatMap(({ keyauth_credentials: credentials }) => credentials.map(({ key }) => key));
const documents = fc
  .record({
    _format_version: fc.constant("3.0"),
    services: fc.array(service, { maxLength: 4 }),
    consumers: fc.uniqueArray(consumer, { selector: (each) => each.username, maxLength: 3 }),
    plugins,
  })
  // A key that two have is refused before.
  .filter(({ consumers }) => new Set(keysOf(consumers)).size === keysOf(consumers).length);

const ENTITY_LISTS = new Set(["services", "routes", "plugins", "consumers", "keyauth_credentials"]);

/** The same document with its keys and its entity lists in reverse. */
function reversed(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) return ENTITY_LISTS.has(key) ? value.map((each: unknown) => reversed(each)).reverse() : value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, each]) => [name, reversed(each, name)]),
  );
}

describe("canonicalizeConfig", () => {
  it("ignores the order of keys and entities", () => {
    fc.assert(
      fc.property(documents, (document) => {
        expect(canonical(reversed(document) as Document)).toBe(canonical(document));
      }),
    ); // safe because: reversing keeps the map
  });

  it("gives its own output back unchanged", () => {
    fc.assert(
      fc.property(documents, (document) => {
        expect(canonical(parse(canonical(document)))).toBe(canonical(document));
      }),
    );
  });

  it("gives YAML and JSON of one document the same bytes", () => {
    fc.assert(
      fc.property(documents, (document) => {
        expect(canonical(parse(stringify(document)))).toBe(canonical(parse(JSON.stringify(document))));
      }),
    );
  });

  it("gives the ids that Kong gives", () => {
    const result = JSON.parse(
      canonical({
        _format_version: "3.0",
        services: [{ name: "svc-a", host: "h", plugins: [{ name: "key-auth" }] }],
        consumers: [{ username: "alice", acls: [{ group: "admins" }], plugins: [{ name: "cors" }] }],
        acls: [{ consumer: "alice", group: "admins" }],
        vaults: [{ name: "env", prefix: "my-env" }],
      }),
    );
    expect(result).toMatchObject({
      services: [{ id: "f9002eba-00eb-5072-8729-258268737aa6", plugins: [{ id: "7cfd8db8-d27e-514e-977c-6dfed59514eb" }] }],
      consumers: [
        {
          id: "b32379d9-3d28-5683-a79c-72139be6e34f",
          acls: [{ id: "dc1ddbfc-2574-5f8c-ab9c-efb6170dfeaa" }],
          plugins: [{ id: "6fee7a02-ef12-5e94-a974-fe2290a3e04a" }],
        },
      ],
      acls: [{ id: "af21bb3a-7408-5133-804e-69a76467c91c" }],
      vaults: [{ id: "3dc3bf8d-e9b4-576c-af74-01619966a0d0" }],
    });
  });

  it("gives two equal unnamed services different ids", () => {
    const result = JSON.parse(canonical({ _format_version: "3.0", services: [{ host: "h" }, { host: "h" }] }));
    expect(new Set(result.services.map((each: { id: string }) => each.id)).size).toBe(2);
  });

  it("keeps an unnamed service's id when a route is added to it", () => {
    const idOf = (document: Document): string => JSON.parse(canonical(document)).services[0].id;
    const before = { _format_version: "3.0", services: [{ host: "h", routes: [] }] };
    expect(idOf({ ...before, services: [{ host: "h", routes: [{ paths: ["/a"] }] }] })).toBe(idOf(before));
  });

  it("drops remarks and empty lists, keeps nulls, nesting and _transform, and adds no id where Kong has none", () => {
    const document = {
      _format_version: "3.0",
      _transform: false,
      _comment: "x",
      _ignore: [1],
      routes: [],
      services: [{ id: "i", path: null, _comment: "y", routes: [{ id: "r", paths: ["/b", "/a"] }] }],
      parameters: [{ key: "k", value: "v" }],
    };
    expect(canonical(document)).toBe(
      '{"_format_version":"3.0","_transform":false,"parameters":[{"key":"k","value":"v"}],"services":[{"id":"i","path":null,"routes":[{"id":"r","paths":["/b","/a"]}]}]}',
    );
  });

  it("counts nested entities under their own kind", () => {
    const document = { services: [{ host: "h", routes: [{}, {}] }], routes: [{}], plugins: [] };
    expect(countEntities(readDocument(document, makeKongId))).toEqual({ entityCount: 4, countsByKind: { services: 1, routes: 3 } });
  });

  it("orders keys as UTF-8 bytes do", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (a, b) => {
        expect(Math.sign(compareBytewise(a, b))).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))));
      }),
    );
  });
});
