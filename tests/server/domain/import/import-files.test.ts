import { describe, expect, it } from "vitest";
import { makeKongId } from "@/server/kong-ids";
import { checkConfigDocument } from "@/server/domain/config-document/check";
import { detectFormat } from "@/server/domain/import/detect-format";
import { importFiles } from "@/server/domain/import/import-files";

const file = (text: string, name = "kong.yaml") => ({ name, text });

function taken(...texts: string[]) {
  const result = importFiles(texts.map((text, at) => file(text, `file-${at + 1}.yaml`)));
  if (!result.ok) throw new Error(JSON.stringify(result.findings));
  expect(checkConfigDocument(result.document, makeKongId)).toEqual([]);
  return { ...result, told: result.notes.map((note) => note.message) };
}

function refused(...texts: string[]) {
  const result = importFiles(texts.map((text, at) => file(text, `file-${at + 1}.yaml`)));
  if (result.ok) throw new Error("taken");
  return result.findings;
}

describe("detectFormat", () => {
  it.each<[string, Record<string, unknown>, string | undefined]>([
    ["_info", { _format_version: "3.0", _info: {} }, "deck"],
    ["consumer groups", { consumer_groups: [{ name: "gold" }] }, "declarative"],
    ["consumers in their group", { consumer_groups: [{ name: "gold", consumers: [{ username: "u" }] }] }, "deck"],
    ["groups in their consumer", { consumers: [{ username: "u", groups: [{ name: "gold" }] }] }, "deck"],
    [
      "a reference by name in a map",
      { _format_version: "3.0", services: [{ routes: [{ plugins: [{ name: "cors", consumer: { username: "u" } }] }] }] },
      "deck",
    ],
    ["a shared plugin configuration", { plugins: [{ name: "cors", _config: "x" }] }, "deck"],
    ["a reference by id in a map", { _format_version: "3.0", routes: [{ service: { id: "x" } }] }, "declarative"],
    ["nothing but a version", { _format_version: "1.1" }, "declarative"],
    ["an OpenAPI description", { openapi: "3.1.0", info: {} }, "openapi"],
    ["something else", { kind: "Deployment" }, undefined],
  ])("%s", (_, document, format) => expect(detectFormat(document)).toBe(format));
});

describe("importFiles", () => {
  it("reads declarative YAML and JSON as they are", () => {
    const text = '{"_format_version":"3.0","_transform":false,"services":[{"name":"a","host":"h"}]}';
    expect(taken(text)).toMatchObject({ format: "declarative", document: JSON.parse(text), notes: [] });
    expect(taken("_format_version: '3.0'\nservices:\n- name: a\n  host: h")).toMatchObject({ document: { services: [{ name: "a", host: "h" }] }, notes: [] });
  });

  it("raises old formats, with their paths, and tells it", () => {
    const { document, notes } = taken('{"_format_version":"1.1","services":[{"name":"a","host":"h","routes":[{"name":"r","paths":["/a/(\\\\d+)","/b"]}]}]}');
    expect(document).toMatchObject({ _format_version: "3.0", services: [{ routes: [{ paths: ["~/a/(\\d+)", "/b"] }] }] });
    expect(notes.map(({ path }) => path)).toEqual([["_format_version"], ["services", 0, "routes", 0, "paths", 0]]);
  });

  it("writes select_tags and defaults of decK into the entities", () => {
    const { document, format } = taken(`
_format_version: "3.0"
_info:
  select_tags: [team]
  defaults:
    service: {retries: 2, port: 8080, tags: [x]}
    route: {strip_path: true, https_redirect_status_code: 301}
    upstream: {healthchecks: {active: {timeout: 3, concurrency: 5}}}
services:
- name: a
  host: h
  port: 80
  routes:
  - {name: r, paths: [/r], strip_path: false}
  - {name: g, paths: [/g], protocols: [grpc]}
- {name: b, url: "http://b.test:9000/x", tags: [own]}
upstreams:
- {name: u, healthchecks: {active: {timeout: 1}}, targets: [{target: "t:80"}]}
parameters: [{key: k, value: v}]
`);
    expect(format).toBe("deck");
    expect(document).toEqual({
      _format_version: "3.0",
      services: [
        {
          name: "a",
          host: "h",
          port: 80,
          retries: 2,
          tags: ["x", "team"],
          routes: [
            { name: "r", paths: ["/r"], strip_path: false, https_redirect_status_code: 301, tags: ["team"] },
            { name: "g", paths: ["/g"], protocols: ["grpc"], https_redirect_status_code: 301, tags: ["team"] },
          ],
        },
        { name: "b", url: "http://b.test:9000/x", tags: ["own", "team"], retries: 2 },
      ],
      upstreams: [{ name: "u", healthchecks: { active: { timeout: 1, concurrency: 5 } }, targets: [{ target: "t:80", tags: ["team"] }], tags: ["team"] }],
      parameters: [{ key: "k", value: "v" }],
    });
  });

  it("writes shared plugin configurations into the plugins, whose own words win", () => {
    const { document, told } = taken(`
_format_version: "3.0"
_plugin_configs:
  limits: {minute: 5, policy: local}
consumers:
- username: u
  plugins:
  - {name: rate-limiting, _config: limits, config: {minute: 9}}
`);
    expect(document).toEqual({
      _format_version: "3.0",
      consumers: [{ username: "u", plugins: [{ name: "rate-limiting", config: { minute: 9, policy: "local" } }] }],
    });
    expect(told).toEqual(['The shared configuration "limits" was written into the plugin.']);
    expect(refused('{"_format_version":"3.0","plugins":[{"name":"cors","_config":"ghost"}]}')).toMatchObject([{ path: ["plugins", 0, "_config"] }]);
  });

  it("makes references by name in maps into texts", () => {
    const { document } = taken(`
_format_version: "3.0"
services: [{name: a, host: h}]
consumers: [{username: u}]
routes: [{name: r, paths: [/], service: {name: a}}]
plugins: [{name: cors, route: {name: r}, consumer: {username: u}}, {name: key-auth, service: {id: ${makeKongId("services", "a")}}}]
`);
    expect(document).toMatchObject({ routes: [{ service: "a" }], plugins: [{ route: "r", consumer: "u" }, { service: makeKongId("services", "a") }] });
  });

  it("leaves out what only Konnect or Enterprise knows, and tells each", () => {
    const { document, told } = taken(`
_format_version: "3.0"
_workspace: default
_konnect: {control_plane_name: x}
rbac_roles: []
consumers: [{username: u, mtls_auth_credentials: []}]
plugins: [{name: cors}]
`);
    expect(document).toEqual({ _format_version: "3.0", consumers: [{ username: "u" }], plugins: [{ name: "cors" }] });
    expect(told).toHaveLength(4);
    for (const word of ["workspace", "_konnect", "rbac_roles", "mtls_auth_credentials"]) expect(told.join("\n")).toContain(word);
  });

  it("tells which remarks it leaves out", () => {
    const { told } = taken('_format_version: "3.0"\n_comment: top\nservices: [{name: a, host: h, _comment: x, routes: [{paths: [/], _ignore: [y]}]}]\n');
    expect(told).toEqual(["3 remarks were left out (_comment and _ignore): a draft keeps none."]);
  });

  it.each([
    ["decK's groups", "consumers: [{username: u}]\nconsumer_groups: [{name: gold, consumers: [{username: u}], plugins: [{name: cors, config: {max_age: 1}}]}]"],
    [
      "decK's consumers",
      "consumers: [{username: u, groups: [{name: gold}]}]\nconsumer_groups: [{name: gold}]\nplugins: [{name: cors, config: {max_age: 1}, consumer_group: {name: gold}}]",
    ],
    [
      "a gateway's export",
      "consumers: [{username: u}]\nconsumer_groups: [{name: gold}]\nconsumer_group_consumers: [{consumer_group: gold, consumer: u}]\nconsumer_group_plugins: [{name: cors, config: {max_age: 1}, consumer_group: gold}]",
    ],
  ])("takes consumer groups with their members and plugins from %s", (_, text) => {
    expect(taken(`_format_version: "3.0"\n${text}\n`).document).toEqual({
      _format_version: "3.0",
      consumers: [{ username: "u" }],
      consumer_groups: [{ name: "gold" }],
      consumer_group_consumers: [{ consumer_group: "gold", consumer: "u" }],
      plugins: [{ name: "cors", config: { max_age: 1 }, consumer_group: "gold" }],
    });
  });

  it("takes a membership once that both the group and the consumer tell of", () => {
    const { document } = taken(
      '_format_version: "3.0"\nconsumers: [{username: u, groups: [{name: gold}]}]\nconsumer_groups: [{name: gold, consumers: [{username: u}]}]\n',
    );
    expect(document["consumer_group_consumers"]).toEqual([{ consumer_group: "gold", consumer: "u" }]);
  });

  it.each([
    ["in quotes", 'key: "${{ env "DECK_KEY" }}"'],
    ["without", 'key: ${{ env "DECK_KEY" }}'],
    ["with a function", 'key: ${{ env "DECK_KEY" | toInt }}'],
    ["within a text", "key: a-${{ env 'DECK_KEY' }}-b"],
  ])("refuses a value from an environment %s, naming it and its line", (_, line) => {
    const [finding, ...others] = refused(`_format_version: "3.0"\n# \${{ env "DECK_COMMENT" }}\nkeyauth_credentials:\n- ${line}\n  consumer: u\n`);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ line: 4, path: ["keyauth_credentials", 0, "key"] });
    expect(finding?.message).toContain("DECK_KEY");
  });

  it("makes one configuration of several files", () => {
    const { document, told } = taken(
      '_format_version: "1.1"\n_info: {select_tags: [a]}\nroutes: [{name: r, paths: ["/a\\\\d"], service: {name: s}}]',
      '_format_version: "3.0"\n_info: {select_tags: [b], defaults: {service: {retries: 1}}}\nservices: [{name: s, host: h}]',
      "routes: [{name: r2, paths: [/b]}]",
    );
    expect(document).toMatchObject({
      _format_version: "3.0",
      routes: [{ name: "r", paths: ["~/a\\d"], service: "s", tags: ["a", "b"] }, { name: "r2" }],
      services: [{ name: "s", retries: 1 }],
    });
    expect(told[0]).toBe("file-1.yaml: Format version 1.1 was raised to 3.0.");
  });

  it("names the file of a fault, and what two files say differently", () => {
    expect(refused("a: [", '_format_version: "3.0"')[0]?.message).toMatch(/^file-1\.yaml: /);
    expect(refused('{"_format_version":"3.0","_transform":true}', '{"_format_version":"3.0","_transform":false}')).toMatchObject([{ path: ["_transform"] }]);
  });

  it("refuses passwords that would be hashed twice", () => {
    const text = (transform: string) =>
      `_format_version: "3.0"\n${transform}\n_info: {}\nconsumers: [{username: u, basicauth_credentials: [{username: u, password: h, skip_hash: true}]}]`;
    expect(refused(text(""))[0]?.message).toContain("skip_hash");
    expect(taken(text("_transform: false")).document).toMatchObject({ consumers: [{ basicauth_credentials: [{ username: "u", password: "h" }] }] });
  });

  it("hands a description of an API to its reader, and refuses what is no configuration", () => {
    const read = importFiles([file('{"openapi":"3.0.0"}')], {}, (document) => ({
      ok: true,
      format: "openapi",
      document: { _format_version: "3.0", _comment: document["openapi"] },
      notes: [],
    }));
    expect(read).toMatchObject({ ok: true, format: "openapi" });
    expect(refused('{"openapi":"3.0.0"}')[0]?.message).toContain("OpenAPI");
    expect(refused("kind: Deployment")[0]?.message).toContain("neither");
    expect(importFiles([]).ok).toBe(false);
  });
});
