import { describe, expect, it } from "vitest";
import { checkOddities } from "@/server/domain/config-document/check-oddities";
import { locateEntities } from "@/server/domain/config-document/entity-walk";

const ID = "4f0aea6a-cb62-52e1-a7d2-331f34103b33";
const s = { name: "s", host: "h" };
const route = { name: "r", protocols: ["http"], paths: ["/"] };

const odd: [what: string, document: Record<string, unknown>, path: string][] = [
  ["a url that overrules a host", { services: [{ name: "s", url: "http://a", host: "b" }] }, "services.0.host"],
  ["a url with a query that is dropped", { services: [{ name: "s", url: "http://a/b?c" }] }, "services.0.url"],
  ["a CA certificate that is not there", { services: [{ ...s, ca_certificates: [ID] }] }, "services.0.ca_certificates.0"],
  ["a host that exists nowhere", { services: [{ name: "s", host: "fill-in.invalid" }] }, "services.0.host"],
  ["headers that differ in letter case", { routes: [{ ...route, headers: { a: ["1"], A: ["2"] } }] }, "routes.0.headers.A"],
  ["a plugin that its route never runs", { routes: [{ ...route, plugins: [{ name: "cors", protocols: ["grpc"] }] }] }, "routes.0.plugins.0.protocols"],
  ["an anonymous consumer who is not there", { plugins: [{ name: "key-auth", config: { anonymous: "ghost" } }] }, "plugins.0.config.anonymous"],
  ["a number that is rounded", { plugins: [{ name: "own", config: { a: [1e300, { b: 2 ** 60 }] } }] }, "plugins.0.config.a.1.b"],
  ["a vault that is not there", { services: [{ ...s, host: "{vault://ghost/host}" }] }, "services.0.host"],
  ["a plugin nested and flat for one scope", { services: [{ ...s, plugins: [{ name: "cors" }] }], plugins: [{ name: "cors", service: "s" }] }, "plugins.0"],
  ["a key that Kong makes up", { consumers: [{ username: "a", keyauth_credentials: [{}] }] }, "consumers.0.keyauth_credentials.0.key"],
  ["an entity of no use without a database", { sessions: [{ session_id: "x" }] }, "sessions.0"],
  [
    "a reference that is a name and an id",
    {
      services: [
        { ...s, id: ID },
        { name: ID, host: "h" },
      ],
      routes: [{ ...route, service: ID }],
    },
    "routes.0.service",
  ],
];

describe("checkOddities", () => {
  it.each(odd)("warns of %s", (_, document, path) => {
    const findings = checkOddities(locateEntities(document));
    expect(findings.map((finding) => [finding.severity, finding.path.join(".")])).toEqual([["warning", path]]);
  });

  it("says nothing of what is as it should be", () => {
    const document = {
      services: [{ name: "s", url: "http://a/b", routes: [{ ...route, plugins: [{ name: "cors", protocols: ["http", "grpc"] }] }] }],
      consumers: [{ username: "anyone", keyauth_credentials: [{ key: "k" }] }],
      plugins: [
        { name: "key-auth", config: { anonymous: "anyone" } },
        { name: "cors", service: "s" },
      ],
      vaults: [{ name: "env", prefix: "mine" }],
      upstreams: [{ name: "u", host_header: "{vault://mine/host}", targets: [{ target: "{vault://env/target}" }] }],
    };
    expect(checkOddities(locateEntities(document))).toEqual([]);
  });
});
