import { expect, it } from "vitest";
import { formFieldsOf, ruledOut } from "@/app/_shared/entity-form/form-fields";
import { textUnder } from "@/app/_shared/entity-form/field-frame";
import { fieldLabel } from "@/app/_shared/entity-form/field-label";
import { isWithin, numberOf, withMember, withValueAt } from "@/app/_shared/entity-form/form-value";
import { isSame } from "@/server/domain/config-document/is-same";
import { mergeFields, settleClashes } from "@/app/_shared/entity-form/merge-fields";
import { trimFields } from "@/app/_shared/entity-form/trim-fields";
import { emptyOf, isHidden, widgetOf } from "@/app/_shared/entity-form/widget-of";
import { urlParts } from "@/app/_shared/entity-form/url-parts";
import { yamlFaults } from "@/app/_shared/entity-form/yaml-faults";
import { CATALOG, CATALOG_PLUGINS } from "@/server/domain/catalog/catalog";
import type { FieldSchema, NamedField } from "@/server/domain/kong-schema/schema";

it("a field that is emptied leaves no trace, and neither does the map that only it filled", () => {
  expect(withMember({ host: "a", port: 1 }, "port", undefined)).toEqual({ host: "a" });
  expect(withValueAt({ config: { redis: { port: 1 } }, name: "x" }, ["config", "redis", "port"], undefined)).toEqual({ name: "x" });
  expect(withValueAt({ config: { minute: 1, redis: { port: 1 } } }, ["config", "redis", "port"], undefined)).toEqual({ config: { minute: 1 } });
  expect(Object.keys(withMember({ host: "a", port: 1 }, "host", "b"))).toEqual(["host", "port"]);
});

it("what is typed where a number belongs is a number, nothing, or the text itself", () => {
  expect(["80", " 80 ", "-1", "0.5", ".5", "1e3", "", "12a", "0x10", "Infinity", "1."].map(numberOf)).toEqual([
    80,
    80,
    -1,
    0.5,
    0.5,
    1000,
    undefined,
    "12a",
    "0x10",
    "Infinity",
    1,
  ]);
});

it("two values are the same whatever the order of a map's keys, and differ by the order of a list", () => {
  expect(isSame({ a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 2 }], a: 1 })).toBe(true);
  expect(isSame([1, 2], [2, 1])).toBe(false);
  expect(isSame({ a: undefined }, {})).toBe(false);
  expect(isSame({}, [])).toBe(false);
});

it("a path lies within those above it and within itself", () => {
  expect(isWithin(["config", "redis", "host"], ["config", "redis"])).toBe(true);
  expect(isWithin(["config"], ["config"])).toBe(true);
  expect(isWithin(["config"], ["config", "redis"])).toBe(false);
});

it("every field of the catalog has a widget, and only a record without fields falls back to YAML", () => {
  const asYaml: string[] = [];
  const visit = (path: string, field: NamedField) => {
    const widget = widgetOf(field.name, field);
    if (widget === "json") asYaml.push(path);
    for (const inner of [...(field.fields ?? []), ...(field.elements?.fields ?? []), ...(field.values?.fields ?? [])]) visit(`${path}.${inner.name}`, inner);
  };
  for (const { name, config } of CATALOG_PLUGINS) for (const field of config.fields ?? []) visit(`${name}.${field.name}`, field);
  for (const kind of ["services", "routes", "consumers", "upstreams", "targets", "certificates", "snis", "keys", "vaults"]) {
    for (const field of CATALOG.entity(kind)?.fields ?? []) visit(`${kind}.${field.name}`, field);
  }
  expect(asYaml).toEqual(["acme.storage_config.kong"]);
});

it("the rules of a field decide its widget", () => {
  const cases: [FieldSchema, string][] = [
    [{ type: "string" }, "text"],
    [{ type: "string", one_of: ["a", "b"] }, "choice"],
    [{ type: "integer", one_of: [301, 302] }, "choice"],
    [{ type: "string", encrypted: true }, "secret"],
    [{ type: "string", check: "validate_certificate" }, "lines"],
    [{ type: "string", check: "validate_key", encrypted: true }, "secretLines"],
    [{ type: "set", elements: { type: "string", one_of: ["http"] } }, "checks"],
    [{ type: "array", elements: { type: "string" } }, "chips"],
    [{ type: "array", elements: { type: "string", encrypted: true } }, "list"],
    [{ type: "array", elements: { type: "record", fields: [{ name: "a", type: "string" }] } }, "list"],
    [{ type: "map", keys: { type: "string" }, values: { type: "string" } }, "map"],
    [{ type: "foreign", reference: "services" }, "reference"],
    [{ type: "function" }, "lines"],
    [{ type: "record", fields: [] }, "json"],
  ];
  expect(cases.map(([schema]) => widgetOf("field", schema))).toEqual(cases.map(([, widget]) => widget));
});

it("nobody is asked for what Kong makes or what must be empty", () => {
  const hidden = (field: Omit<NamedField, "name">, name = "f") => isHidden({ name, ...field });
  expect([
    hidden({ type: "string", uuid: true, auto: true }, "id"),
    hidden({ type: "integer", auto: true, timestamp: true }),
    hidden({ type: "foreign", reference: "consumers", eq: { value: null } }),
    hidden({ type: "string", auto: true }, "key"),
  ]).toEqual([true, true, true, false]);
});

it("a new member of a list begins with its default, else empty", () => {
  expect([emptyOf({ type: "record" }), emptyOf({ type: "string" }), emptyOf({ type: "array" }), emptyOf({ type: "string", default: "x" })]).toEqual([
    {},
    "",
    [],
    "x",
  ]);
});

it("names read as words", () => {
  expect(["tls_verify_depth", "snis", "host", "rsa_public_key", "X-Header-Name", "constructor"].map(fieldLabel)).toEqual([
    "TLS verify depth",
    "SNIs",
    "Host",
    "RSA public key",
    "X Header Name",
    "Constructor",
  ]);
});

it("blanks around a typed line of text are not saved; those of secrets, of several lines and of what was there before are", () => {
  const fieldsOf = (kind: string) => CATALOG.entity(kind)?.fields ?? [];
  const typed = { name: " orders ", host: "orders.internal\t", path: "  ", port: 80, tags: ["a"] };
  expect(trimFields(fieldsOf("services"), typed, {})).toEqual({ name: "orders", host: "orders.internal", port: 80, tags: ["a"] });
  expect(trimFields(fieldsOf("services"), { name: " old " }, { name: " old " })).toEqual({ name: " old " });
  expect(trimFields(fieldsOf("vaults"), { config: { prefix: "SECRET_ " } }, {})).toEqual({ config: { prefix: "SECRET_" } });
  const kept = [
    ["basicauth_credentials", { password: " secret " }],
    ["keyauth_credentials", { key: " secret " }],
    ["certificates", { cert: "PEM\n", key: "PEM\n" }],
  ] as const;
  for (const [kind, fields] of kept) expect(trimFields(fieldsOf(kind), fields, {})).toEqual(fields);
});

it("an error under its field leaves out the name that the configuration has for the field", () => {
  expect(textUnder(["kid"], { field: ["kid"], text: '"kid" is missing. Give it a value.' })).toBe("Is missing. Give it a value.");
  const deep = { field: ["config", "redis", "port"], text: '"redis.port" must be between 0 and 65535.' };
  expect(textUnder(deep.field, deep)).toBe("Must be between 0 and 65535.");
  expect(textUnder(["config"], deep)).toBe(deep.text);
  const entry = { field: ["paths", 1], text: 'Entry 2 of "paths" must begin with "/".' };
  expect(textUnder(["paths"], entry)).toBe(entry.text);
});

it("a plugin's form offers only the scopes and protocols that the plugin takes", () => {
  const entity = CATALOG.entity("plugins");
  const plugin = CATALOG.plugin("key-auth");
  if (!entity || !plugin) throw new Error("The catalog lacks key-auth.");
  const fields = formFieldsOf(entity, plugin);
  const names = fields.map(({ name }) => name);
  expect(names).not.toContain("name");
  expect(names.includes("consumer")).toBe(plugin.scopes.consumer);
  expect(fields.find(({ name }) => name === "protocols")?.elements?.one_of).toEqual(plugin.protocols.allowed);
  expect(names.indexOf("config")).toBeLessThan(names.indexOf("enabled"));
});

it("a plugin that nobody knows has its configuration as YAML", () => {
  const entity = CATALOG.entity("plugins");
  if (!entity) throw new Error("The catalog lacks plugins.");
  const config = formFieldsOf(entity).find(({ name }) => name === "config");
  expect(config && widgetOf("config", config)).toBe("json");
});

it("a field that must be empty as the others are is not offered, unless it holds something", () => {
  const schema = CATALOG.entity("services");
  if (!schema) throw new Error("The catalog lacks services.");
  const out = (values: Record<string, unknown>) => ruledOut(schema.fields, schema.entity_checks, values);
  expect(out({}).has("client_certificate")).toBe(true);
  expect(out({ protocol: "https" }).has("client_certificate")).toBe(false);
  expect(out({ protocol: "tcp" }).has("path")).toBe(true);
  expect(out({ protocol: "tcp", path: "/x" }).has("path")).toBe(false);
});

it("of two people's changes each one's own is kept, and what both changed is asked for", () => {
  const base = { host: "a", port: 80, config: { minute: 5, hour: 100 } };
  const theirs = { host: "theirs", port: 80, config: { minute: 6, hour: 100 } };
  const mine = { host: "mine", port: 81, config: { minute: 5, hour: 200 } };
  const merge = mergeFields(base, mine, theirs);
  expect(merge.clashes).toEqual([{ path: ["host"], theirs: "theirs", mine: "mine" }]);
  expect(settleClashes(merge, new Set())).toEqual({ host: "theirs", port: 81, config: { minute: 6, hour: 200 } });
  expect(settleClashes(merge, new Set(['["host"]']))).toEqual({ host: "mine", port: 81, config: { minute: 6, hour: 200 } });
});

it("what both changed alike, and what one took away, is no loss", () => {
  const base = { host: "a", path: "/x", tags: ["a"] };
  const merge = mergeFields(base, { host: "b", tags: ["a"] }, { host: "b", path: "/x", tags: ["a", "b"] });
  expect(merge.clashes).toEqual([]);
  expect(merge.merged).toEqual({ host: "b", tags: ["a", "b"] });
});

it("a secret that they changed and I did too is asked for, though their mask looks the same", () => {
  const merge = mergeFields({ key: "‹mask›" }, { key: "typed" }, { key: "‹mask›" }, [["key"]]);
  expect(merge.clashes).toEqual([{ path: ["key"], theirs: "‹mask›", mine: "typed" }]);
});

it("faults of a YAML text stand at their lines", () => {
  expect(yamlFaults("name: a\nhost: [\n")[0]?.line).toBeGreaterThanOrEqual(2);
  expect(yamlFaults("- a\n")).toHaveLength(1);
  expect(yamlFaults("")).toEqual([]);
  const check = () => [{ severity: "error" as const, message: "must be at most 65535.", cure: "", path: [], field: ["config", "port"] }];
  expect(yamlFaults("name: a\nconfig:\n  port: 99999\n", check)).toEqual([{ severity: "error", message: "config.port must be at most 65535.", line: 3 }]);
});

it("a text of aliases upon aliases is refused at once", () => {
  const laughs = [
    "a: &a [x, x, x, x, x, x, x, x, x]",
    ..."bcdefghi".split("").map((name, index) => `${name}: &${name} [${Array(9).fill(`*${"abcdefgh"[index]}`).join(", ")}]`),
  ].join("\n");
  const began = performance.now();
  expect(yamlFaults(laughs)).toHaveLength(1);
  expect(performance.now() - began).toBeLessThan(20_000);
});

it("a URL is taken apart into the fields of a gateway service, defaults left out", () => {
  expect(urlParts("http://orders.internal:8080/v1")).toEqual({ host: "orders.internal", port: 8080, path: "/v1" });
  expect(urlParts("https://orders.internal/")).toEqual({ protocol: "https", host: "orders.internal", port: 443 });
  expect(urlParts("http://orders.internal")).toEqual({ host: "orders.internal" });
  expect(["orders.internal", "ftp://x", "http://", "http://a b", "http://h/x?y"].map(urlParts)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
