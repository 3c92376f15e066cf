import { describe, expect, it } from "vitest";
import { makeKongId } from "@/server/kong-ids";
import { CATALOG } from "@/server/domain/catalog/catalog";
import { checkConfigDocument } from "@/server/domain/config-document/check";
import { NAMED_CHECKS } from "@/server/domain/kong-schema/named-checks";

const V = { _format_version: "3.0" };
const s = { name: "s", host: "h" };
const alice = { username: "alice" };
const ID = "4f0aea6a-cb62-52e1-a7d2-331f34103b33";
const OTHER_ID = "9bf3ca57-5f22-5426-a99c-d6b23658f423";

const accepted: [string, Record<string, unknown>][] = [
  ["nothing but a version", V],
  ["null and empty lists", { ...V, services: null, routes: [], plugins: {} }],
  ["a reference by name", { ...V, services: [s], routes: [{ name: "r", service: "s" }] }],
  ["a reference by id", { ...V, services: [{ ...s, id: ID }], routes: [{ service: { id: ID } }] }],
  ["a reference by generated id", { ...V, services: [s], routes: [{ service: makeKongId("services", "s") }] }],
  ["a reference to a nested entity", { ...V, services: [{ ...s, routes: [{ name: "r" }] }], plugins: [{ name: "cors", route: "r" }] }],
  ["one plugin nested and flat", { ...V, services: [{ ...s, plugins: [{ name: "cors" }] }], plugins: [{ name: "cors", service: "s" }] }],
  [
    "one plugin twice with ids",
    {
      ...V,
      plugins: [
        { name: "cors", id: ID },
        { name: "cors", id: OTHER_ID },
      ],
    },
  ],
  ["fields named like kinds", { ...V, services: [{ ...s, ca_certificates: [ID], routes: [{ name: "r", snis: ["a.test"] }] }] }],
];

const refused: [string, Record<string, unknown>, RegExp, (string | number)[]][] = [
  ["no version", {}, /missing/, []],
  ["a version as number", { _format_version: 3 }, /must be a string/, ["_format_version"]],
  ["format 2.0", { _format_version: "2.0" }, /not a format version/, ["_format_version"]],
  ["a misspelt kind", { ...V, service: [] }, /not a key/, ["service"]],
  ["an inherited member's name", { ...V, toString: [] }, /not a key/, ["toString"]],
  ["_info", { ...V, _info: null }, /decK/, ["_info"]],
  ["consumer_group_plugins", { ...V, consumer_group_plugins: [] }, /old form of plugins/, ["consumer_group_plugins"]],
  ["a map for a list", { ...V, services: s }, /must be a list/, ["services"]],
  ["null as an entity", { ...V, services: [null] }, /map of fields/, ["services", 0]],
  ["a text as a nested entity", { ...V, upstreams: [{ name: "u", targets: ["a:80"] }] }, /map of fields/, ["upstreams", 0, "targets", 0]],
  ["a kind nested where it may not be", { ...V, services: [{ ...s, consumers: [] }] }, /cannot be nested/, ["services", 0, "consumers"]],
  ["an empty comment", { ...V, _comment: "" }, /_comment/, ["_comment"]],
  ["one name twice", { ...V, services: [s, s] }, /same name/, ["services", 1, "name"]],
  [
    "one id twice",
    {
      ...V,
      services: [
        { ...s, id: ID },
        { host: "x", id: ID },
      ],
    },
    /same id/,
    ["services", 1, "id"],
  ],
  [
    "one key twice",
    { ...V, consumers: [{ ...alice, keyauth_credentials: [{ key: "k" }, { key: "k" }] }] },
    /same key/,
    ["consumers", 0, "keyauth_credentials", 1, "key"],
  ],
  ["one plugin twice in a scope", { ...V, services: [{ ...s, plugins: [{ name: "cors" }, { name: "cors" }] }] }, /same plugin/, ["services", 0, "plugins", 1]],
  ["one target twice", { ...V, upstreams: [{ name: "u", targets: [{ target: "a:1" }, { target: "a:1" }] }] }, /given twice/, ["upstreams", 0, "targets", 1]],
  ["a dangling name", { ...V, routes: [{ service: "ghost" }] }, /not in "services"/, ["routes", 0, "service"]],
  ["a dangling id", { ...V, services: [s], routes: [{ service: { id: ID } }] }, /not in "services"/, ["routes", 0, "service"]],
  ["a reference by {name}", { ...V, services: [s], routes: [{ service: { name: "s" } }] }, /needs the id/, ["routes", 0, "service"]],
  [
    "a dangling reference in a nested entity",
    { ...V, consumers: [{ ...alice, plugins: [{ name: "cors", service: "ghost" }] }] },
    /not in "services"/,
    ["consumers", 0, "plugins", 0, "service"],
  ],
  [
    "a nested child of someone unknown",
    { ...V, services: [{ ...s, routes: [{ name: "r", service: "ghost" }] }] },
    /not in "services"/,
    ["services", 0, "routes", 0, "service"],
  ],
  ["a missing required reference", { ...V, snis: [{ name: "a.test" }] }, /"certificate" is missing/, ["snis", 0]],
];

describe("checkConfigDocument", () => {
  it.each(accepted)("accepts %s", (_title, document) => {
    expect(checkConfigDocument(document)).toEqual([]);
    expect(checkConfigDocument(document, makeKongId)).toEqual([]);
  });

  it.each(refused)("refuses %s", (_title, document, message, path) => {
    const findings = checkConfigDocument(document, makeKongId);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ severity: "error", path });
    expect(findings[0]?.message).toMatch(message);
  });

  it("warns of a parent repeated in a nested child, which Kong ignores", () => {
    const findings = checkConfigDocument({ ...V, services: [{ ...s, routes: [{ name: "r", service: "s" }] }] });
    expect(findings).toMatchObject([{ severity: "warning", path: ["services", 0, "routes", 0, "service"], entity: { kind: "routes", name: "r" } }]);
  });

  it("never quotes the key of a credential", () => {
    const document = { ...V, consumers: [{ ...alice, keyauth_credentials: [{ key: "s3cret" }, { key: "s3cret" }] }] };
    expect(JSON.stringify(checkConfigDocument(document))).not.toContain("s3cret");
  });
});

it("no finding quotes a secret, nor is an entity named by one", () => {
  const transformer = (add: object) => ({ name: "request-transformer", config: { add } });
  const document = {
    ...V,
    consumers: [{ username: "joe", keyauth_credentials: [{ key: 190283 }] }],
    sessions: [{ session_id: "190283", session: 7 }],
    plugins: [
      { name: "http-log", config: { http_endpoint: "190283" } },
      transformer({ headers: ["x y:190283"], querystring: ["190283"], body: ["token:$(190283 +)"] }),
    ],
  };
  const found = checkConfigDocument(document, makeKongId, { schemas: CATALOG, named: NAMED_CHECKS, now: 0 });
  const places = ["keyauth_credentials", "sessions", "http_endpoint", "headers", "querystring", "body"];
  expect(places.filter((place) => !found.some(({ path }) => path.includes(place)))).toEqual([]);
  expect(JSON.stringify(found)).not.toContain("190283");
});
