import { describe, expect, it } from "vitest";
import { judge } from "@/server/bin/verdict";
import { importFiles } from "@/server/domain/import/import-files";
import { HOST_TO_FILL_IN } from "@/server/domain/import/openapi/open-api-services";
import { readOpenApi } from "@/server/domain/import/openapi/read-open-api";
import { SHELTER_3_0, SHELTER_3_1 } from "@/tests/support/open-api-documents";

type Fields = Record<string, unknown>;

const read = (text: string) => importFiles([{ name: "api.yaml", text }], {}, (document) => readOpenApi(document));

/** What is taken, once the check that guards publishing has nothing against it. */
function taken(source: string | Fields) {
  const result = read(typeof source === "string" ? source : JSON.stringify(source));
  if (!result.ok) throw new Error(JSON.stringify(result.findings));
  expect(judge("import", result.document)).toEqual({ id: "import", ok: true, errors: [] });
  const services = result.document["services"] as (Fields & { routes: Fields[] })[]; // safe because the check took the document
  return { ...result, services, routes: services.flatMap(({ routes }) => routes), told: result.notes.map(({ message }) => message) };
}

function refused(source: string | Fields) {
  const result = read(typeof source === "string" ? source : JSON.stringify(source));
  if (result.ok) throw new Error("taken");
  return result.findings;
}

const api = (more: Fields = {}): Fields => ({
  openapi: "3.1.0",
  info: { title: "Api" },
  servers: [{ url: "http://api.test" }],
  paths: { "/a": { get: {} } },
  ...more,
});

describe("a description of OpenAPI 3.0", () => {
  const { services, routes, told, version } = taken(SHELTER_3_0);

  it("becomes a gateway service at its server, with a route for each operation", () => {
    expect(version).toBe("3.0");
    expect(services[0]).toMatchObject({ name: "tierheim-shelter-api", protocol: "https", host: "eu.shelter.test", port: 8443, path: "/v2" });
    expect(routes.map(({ name, methods, paths, regex_priority: priority, strip_path: strip }) => [name, methods, paths, priority, strip])).toEqual([
      ["tierheim-shelter-api_listanimals", ["GET"], ["~/animals$"], 200, false],
      ["tierheim-shelter-api_new-animal", ["POST"], ["~/animals$"], 200, false],
      ["tierheim-shelter-api_animals-animal-id_get", ["GET"], ["~/animals/(?<animal_id>[^/]+)$"], 180, false],
      ["tierheim-shelter-api_latestanimal", ["GET"], ["~/animals/latest$"], 200, false],
      ["tierheim-shelter-api_photo", ["GET"], ["~/photos/(?<id>[^/]+)\\.(?<format>[^/]+)$"], 188, false],
    ]);
  });

  it("gives what has a server of its own a gateway service of its own", () => {
    expect(services.map(({ name, host }) => [name, host])).toEqual([
      ["tierheim-shelter-api", "eu.shelter.test"],
      ["tierheim-shelter-api_photos-id-format", "photos.shelter.test"],
    ]);
  });

  it("takes tags, defaults and plugins from operation, path and document, the nearest first", () => {
    expect(services.map(({ tags, plugins }) => [tags, plugins])).toEqual(
      services.map(() => [["shelter", "animals", "keepers"], [{ name: "cors", config: { origins: ["*"] }, tags: ["shelter"] }]]),
    );
    expect(routes[0]).toMatchObject({ preserve_host: true, tags: ["shelter", "animals"], plugins: [{ name: "rate-limiting", config: { minute: 100 } }] });
    expect(routes[1]).toMatchObject({ preserve_host: false, request_buffering: false, plugins: [{ config: { minute: 5 } }] });
    expect(routes[2]).toMatchObject({ tags: ["shelter", "animals", "keepers-all"] });
  });

  it("tells what it does not do", () => {
    expect(told).toEqual([
      expect.stringContaining("/v2 is put before the path"),
      expect.stringMatching(/No plugin was made for the security.*"key" \(key-auth with key_names \["X-Key"\]\)/),
    ]);
  });
});

describe("a description of OpenAPI 3.1", () => {
  const { services, routes, told, document } = taken(SHELTER_3_1);

  it("with several servers sends to an upstream with those that agree, and says so", () => {
    expect(services[0]).toMatchObject({ name: "shelter", host: "shelter.upstream", protocol: "http" });
    expect(document["upstreams"]).toMatchObject([
      { name: "shelter.upstream", algorithm: "least-connections", targets: [{ target: "one.test:80" }, { target: "two.test:8000" }] },
      { name: "shelter_file.upstream", targets: [{ target: "files.test:80" }] },
    ]);
    expect(told).toContainEqual(expect.stringContaining("One more server was left out"));
    expect(told).toContainEqual(expect.stringContaining("spread over its 2 servers"));
    expect(told).toContainEqual(expect.stringContaining("webhooks were left out"));
  });

  it("follows references between paths, and takes braces in prose for prose", () => {
    expect(routes.map(({ methods, paths }) => [methods, paths])).toEqual([
      [["GET"], ["~/animals/(?<id>[^/]+)$"]],
      [["DELETE"], ["~/animals/(?<id>[^/]+)$"]],
      [["GET"], ["~/old-animals/(?<id>[^/]+)$"]],
      [["DELETE"], ["~/old-animals/(?<id>[^/]+)$"]],
      [["GET"], ["~/files/(?<path>.+)$"]],
    ]);
  });
});

describe("servers", () => {
  it.each<[string, unknown, string]>([
    ["none", undefined, "names no server"],
    ["a relative one", [{ url: "/v1" }], "relative"],
    ["one with an open variable", [{ url: "https://{tenant}.test" }], "no default for {tenant}"],
    ["one of another protocol", [{ url: "ftp://files.test" }], "none of http or https"],
    ["one without a URL", [{}], "without a URL"],
    ["no list", { url: "http://x.test" }, "names no server"],
  ])("%s: the host is one that cannot exist, and what to fill in is told", (_, servers, message) => {
    const { services, told } = taken(api({ servers }));
    expect(services[0]?.["host"]).toBe(HOST_TO_FILL_IN);
    expect(told[0]).toContain(message);
    expect(told[0]).toContain("Set its host");
  });

  it("a host in x-kong-service-defaults fills in what no server says, silently", () => {
    const { services, told } = taken(api({ servers: [], "x-kong-service-defaults": { host: "own.test", retries: 2 } }));
    expect(services[0]).toMatchObject({ host: "own.test", retries: 2 });
    expect(told).toEqual([]);
  });

  it("a password in a URL gets neither into the configuration nor into a note", () => {
    const { document, told } = taken(api({ servers: [{ url: "wss://user:hunter2@[::1]/x?y=hunter3" }] }));
    expect(document["services"]).toMatchObject([{ protocol: "https", host: "::1", port: 443, path: "/x" }]);
    expect(JSON.stringify([document, told])).not.toContain("hunter");
  });
});

describe("names", () => {
  it("are valid and unique whatever the description is called", () => {
    const operations = { get: { operationId: "Do It" }, put: { operationId: "do-it" }, post: { operationId: "" }, head: { operationId: "日本/語" } };
    const { routes, services } = taken(
      api({ info: { title: " ??? " }, paths: { "/": operations, "/x": { get: { operationId: "do it", tags: ["a,b/c", "\u0007"] } } } }),
    );
    expect(services[0]?.["name"]).toBe("api");
    expect(routes.map(({ name }) => name)).toEqual(["api_do-it", "api_do-it-2", "api_root_post", "api_日本-語", "api_do-it-3"]);
    expect(taken(api({ info: { title: "Größe — Ж".repeat(100) } })).routes).toHaveLength(1);
  });

  it("two paths that differ in a parameter's name alone are told", () => {
    expect(taken(api({ paths: { "/a/{x}": { get: {} }, "/a/{y}": { get: {}, put: {} } } })).told).toEqual([expect.stringContaining("same requests")]);
  });
});

describe("what cannot be read", () => {
  it.each<[string, Fields, string, string]>([
    ["Swagger", { swagger: "2.0", paths: {} }, "Swagger 2.0", "Convert"],
    ["a later OpenAPI", { openapi: "4.0.0" }, "4.0.0", "3.1"],
    ["no operation", api({ paths: {} }), "no operation", ""],
    ["a path in another file", api({ paths: { "/a": { $ref: "./a.yaml" } } }), "another file", "Bundle"],
    ["a path on a server", api({ paths: { "/a": { $ref: "http://169.254.169.254/latest" } } }), "another file", "Bundle"],
    ["a path that is not there", api({ paths: { "/a": { $ref: "#/components/pathItems/A" } } }), "names nothing", ""],
    ["a path that refers to itself", api({ paths: { "/a": { $ref: "#/paths/~1b" }, "/b": { $ref: "#/paths/~1a" } } }), "leads back to itself", ""],
    ["a path within a prototype", api({ paths: { "/a": { $ref: "#/paths/constructor/prototype" } } }), "names nothing", ""],
  ])("%s is refused with a cure", (_, document, message, cure) => {
    const [finding] = refused(document);
    expect(finding?.message).toContain(message);
    expect(finding?.cure).toContain(cure);
  });

  it("a refusal names the line", () => {
    expect(refused("openapi: 3.1.0\ninfo: {title: x}\npaths:\n  /a:\n    $ref: other.yaml\n")[0]?.line).toBe(4);
  });

  it("a path that no request can have is left out, and told", () => {
    const { routes, told } = taken(api({ paths: { "/a?b={c}": { get: {} }, a: { get: {} }, "/b": { get: {}, put: "x", trace: null }, "x-y": {}, "/c": [] } }));
    expect(routes).toHaveLength(1);
    expect(told).toHaveLength(5);
  });

  it("extensions that are not known, or are no maps, are left out and told", () => {
    const { told, services } = taken(api({ "x-kong-security": {}, "x-kong-plugin-cors": true, "x-kong-plugin-acl": { $ref: "a.yaml" } }));
    expect(told.map((each) => each.split(" ")[0])).toEqual(["x-kong-security", "x-kong-plugin-cors", "x-kong-plugin-acl"]);
    expect(services[0]).not.toHaveProperty("plugins");
  });

  it("a value of decK's environment is refused where it would get into the configuration", () => {
    expect(refused(api({ servers: [{ url: "http://h.test" }], "x-kong-service-defaults": { host: "${{ env 'DECK_HOST' }}" } }))[0]?.message).toContain(
      "DECK_HOST",
    );
  });

  it("hostile YAML is refused as in any other file", () => {
    const laughs = Array.from(
      { length: 12 },
      (_, at) =>
        `x${at}: &a${at} [${
          at === 0
            ? "lol"
            : Array(10)
                .fill(`*a${at - 1}`)
                .join(",")
        }]`,
    ).join("\n");
    expect(refused(`openapi: 3.1.0\ninfo: {title: x}\n${laughs}\npaths: {}\n`)).toHaveLength(1);
    expect(refused('{"openapi":"3.1.0","paths":{"__proto__":{"get":{}}}}')[0]?.message).toContain("__proto__");
  });
});

it("ten thousand paths become ten thousand routes, in about a second of work", () => {
  const paths = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`/things/${at}/{id}`, { get: { tags: ["a"] } }]));
  const before = process.cpuUsage();
  const result = readOpenApi(api({ paths }));
  const { user, system } = process.cpuUsage(before);
  expect(result.ok && (result.document["services"] as { routes: unknown[] }[])[0]?.routes).toHaveLength(10_000); // safe because it was just made so
  expect((user + system) / 1e6).toBeLessThan(10);
});
