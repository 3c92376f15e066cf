import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CATALOG, CATALOG_PLUGINS } from "@/server/domain/catalog/catalog";
import { readToldSchema } from "@/server/domain/catalog/read-told-schema";
import { newestFirst, schemaSetFor } from "@/server/domain/catalog/schema-set";
import { isMap } from "@/server/domain/config-document/finding";
import { holdsMask, maskSecrets } from "@/server/domain/configuration/secrets";
import { toldPluginSchema } from "@/tests/support/kong-schemas";

const told = (plugin: string, schema: unknown) => [{ plugin, schema: JSON.stringify(schema) }];
const ofConfig = (...fields: unknown[]) => ({ fields: [{ config: { type: "record", required: true, fields } }] });

describe("a schema that a node told", () => {
  it.each(CATALOG_PLUGINS.map(({ name }) => name))("%s, as Kong 3.9 tells it, comes out as the catalog has it", (name) => {
    expect(schemaSetFor("3.9.3", told(name, toldPluginSchema(name))).plugin(name)).toEqual(CATALOG.plugin(name));
  });

  it("serves before the catalog: fields and rules are the node's, words and Lua checks stay ours", () => {
    const schema = ofConfig(
      { key_names: { type: "array", required: true, default: {}, elements: { type: "string" } } },
      { scopes: { type: "set", elements: { type: "string", one_of: ["a"] } } },
    );
    const set = schemaSetFor("3.11.0.0", told("key-auth", schema));
    expect(set.plugin("key-auth")).toMatchObject({ purpose: "Authentication", help: CATALOG.plugin("key-auth")?.help });
    expect(set.plugin("key-auth")?.config.fields).toEqual([
      {
        name: "key_names",
        type: "array",
        required: true,
        default: [],
        elements: { type: "string", check: "validate_header_name" },
        help: "Names under which the key may be sent, as a header, query argument or form field.",
      },
      { name: "scopes", type: "set", elements: { type: "string", one_of: ["a"] } },
    ]);
    expect(set.plugin("cors")).toEqual(CATALOG.plugin("cors"));
  });

  it("of a plugin that the catalog does not know gives it a form: scopes, protocols, rules, and Kong's own words", () => {
    const schema = {
      fields: [
        { consumer: { type: "foreign", reference: "consumers", eq: null } },
        { protocols: { type: "set", default: ["http"], elements: { type: "string", one_of: ["http", "https"] } } },
        {
          config: {
            type: "record",
            required: true,
            fields: [
              { mode: { type: "string", one_of: ["a", "b"], required: true, description: "What it does. And more that\nforms have no room for." } },
              {
                limits: {
                  type: "map",
                  keys: { type: "string", len_min: 1 },
                  values: { type: "record", fields: [{ n: { type: "integer", between: [1, 5] } }] },
                },
              },
              { of_the_future: { type: "tensor", shape: [1, 2], len_max: "many" } },
            ],
            entity_checks: [{ mutually_required: ["mode", "limits"] }, { of_the_future: ["mode"] }],
          },
        },
      ],
      entity_checks: [
        { conditional: { if_field: "config.mode", if_match: { eq: "a" }, then_field: "config.limits", then_match: { required: true }, then_err: "no" } },
        { conditional: { if_field: "config.mode", if_match: { resembles: "a" }, then_field: "config.limits", then_match: { required: true } } },
        { custom_entity_check: { field_sources: ["config"] } },
      ],
    };
    expect(schemaSetFor("3.9.3", told("my-own", schema)).plugin("my-own")).toEqual({
      name: "my-own",
      purpose: "Custom",
      help: "A plugin that the nodes of this fleet have loaded.",
      scopes: { service: true, route: true, consumer: false },
      protocols: { default: ["http"], allowed: ["http", "https"] },
      config: {
        type: "record",
        required: true,
        fields: [
          { name: "mode", type: "string", required: true, one_of: ["a", "b"], help: "What it does." },
          {
            name: "limits",
            type: "map",
            keys: { type: "string", len_min: 1 },
            values: { type: "record", fields: [{ name: "n", type: "integer", between: [1, 5] }] },
          },
          { name: "of_the_future", type: "any" },
        ],
        entity_checks: [{ mutually_required: ["mode", "limits"] }],
      },
      entity_checks: [
        {
          conditional: {
            if_field: "config.mode",
            if_match: { eq: { value: "a" } },
            then_field: "config.limits",
            then_match: { required: true },
            then_err: "no",
          },
        },
      ],
    });
  });

  it("names a secret by its name, where the node does not say that it is one", () => {
    const schema = ofConfig(
      { admin_password: { type: "string" } },
      { api_key: { type: "string" } },
      { api_key_in_body: { type: "boolean" } },
      { user: { type: "string" } },
    );
    const fields = schemaSetFor("3.9.3", told("my-own", schema)).plugin("my-own")?.config.fields;
    expect(fields?.filter(({ encrypted }) => encrypted).map(({ name }) => name)).toEqual(["admin_password", "api_key"]);
  });

  it("hides texts, members and maps that are named like a secret in a custom plugin; no switch, choice, number or public key", () => {
    const [text, choice] = [{ type: "string" }, { type: "string", one_of: ["s"] }];
    const lists = {
      tokens: { type: "array", elements: text },
      key_names: { type: "array", elements: text },
      auth_modes_password: { type: "set", elements: choice },
    };
    const hidden = {
      passphrase: text,
      private_key: text,
      signing_secret_v1: text,
      pwd: text,
      auth: { type: "json" },
      credentials: { type: "map", values: text },
    };
    const shown = {
      password_kind: choice,
      hide_credentials: { type: "boolean" },
      max_tokens: { type: "integer" },
      token_type: text,
      auth_role: text,
      public_key: text,
    };
    const fields = Object.entries({ ...lists, ...hidden, ...shown }).map(([name, rules]) => ({ [name]: rules }));
    const config = { ...Object.fromEntries(Object.keys({ ...hidden, ...shown }).map((name) => [name, "s"])), credentials: { any: "s" } };
    const entity = { kind: "plugins", id: "p", fields: { name: "my-own", config: { ...config, tokens: ["s"], key_names: ["s"], auth_modes_password: ["s"] } } };
    const masked = maskSecrets(entity, schemaSetFor("3.9.3", told("my-own", ofConfig(...fields)))).fields["config"];
    const names = Object.entries(isMap(masked) ? masked : {}).flatMap(([name, value]) => (holdsMask(value) ? [name] : []));
    expect(names.sort()).toEqual([...Object.keys(hidden), "tokens"].sort());
  });

  it("that says less than the catalog knows, or nothing, is passed over", () => {
    for (const schema of [ofConfig(), { fields: [] }, { message: "no" }, null, [], "x"]) {
      expect(schemaSetFor("3.9.3", told("acl", schema)).plugin("acl")).toEqual(CATALOG.plugin("acl"));
      expect(schemaSetFor("3.9.3", told("my-own", schema)).plugin("my-own")?.config.fields ?? []).toEqual([]);
    }
    expect(readToldSchema("my-own", "{")).toBeUndefined();
    expect(schemaSetFor("3.9.3", []).plugin("toString")).toBeUndefined();
  });

  it("in a long form, what need not be set is folded away", () => {
    const fields = Array.from({ length: 20 }, (_, at) => ({ [`f${at}`]: { type: "string", required: at === 0 } }));
    const plugin = readToldSchema("my-own", JSON.stringify(ofConfig(...fields)));
    expect(plugin?.config.fields?.map(({ isAdvanced }) => isAdvanced ?? false)).toEqual([false, ...Array<boolean>(19).fill(true)]);
  });

  it("is read within bounds, however large or deep it is made", () => {
    const nest = (levels: number) => `${'{"type":"array","elements":'.repeat(levels)}{"type":"string"}${"}".repeat(levels)}`;
    const deep = (levels: number) => readToldSchema("deep", `{"fields":[{"config":{"type":"record","fields":[{"a":${nest(levels)}}]}}]}`);
    expect([deep(20)?.config.fields?.length, deep(20_000)]).toEqual([1, undefined]);
    const wide = Array.from({ length: 20_000 }, (_, at) => ({ [`f${at}`]: { type: "string" } }));
    expect(readToldSchema("wide", JSON.stringify(ofConfig(...wide)))?.config.fields?.length).toBeLessThan(5001);
    const polluted = readToldSchema("bad", '{"fields":[{"config":{"type":"record","fields":[{"__proto__":{"type":"string","required":true}}]}}]}');
    expect(polluted?.config.fields).toEqual([{ name: "__proto__", type: "string", required: true }]);
    expect(Object.hasOwn(Object.prototype, "required")).toBe(false);
  });

  it("never throws, whatever it says", () => {
    const rules = fc.dictionary(
      fc.constantFrom("type", "fields", "elements", "default", "one_of", "between", "match_any", "entity_checks", "eq", "deprecation"),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(rules, rules, (field, config) => {
        const text = JSON.stringify({ fields: [{ config: { ...config, type: "record", fields: [{ a: field }, config, 1, null] } }], entity_checks: config });
        schemaSetFor("3.9.3", [{ plugin: "acl", schema: text }]).plugin("acl");
        readToldSchema("my-own", text);
      }),
    );
  });
});

describe("the schemas of a Gateway version", () => {
  it("consumer groups, and vaults of other kinds, are Enterprise's", () => {
    const [open, enterprise] = [schemaSetFor("3.9.3", []), schemaSetFor("3.10.0.1", [])];
    expect(open.entity("consumer_groups")).toBeUndefined();
    expect(enterprise.entity("consumer_groups")?.fields.map(({ name }) => name)).toContain("name");
    const vaultNames = (set: typeof open) => set.entity("vaults")?.fields.find(({ name }) => name === "name")?.one_of;
    expect([vaultNames(open), vaultNames(enterprise)]).toEqual([["env"], undefined]);
    expect(schemaSetFor("3.4.3.12", []).entity("consumer_groups")).toBeDefined();
    expect(enterprise.entity("services")).toBe(CATALOG.entity("services"));
  });

  it("newer versions come first, by number and not by letter", () => {
    expect(newestFirst(["3.9.1", "3.10.0.2", "2.8.5", "3.9.1-rc.1", "3.10.0.10"])).toEqual(["3.10.0.10", "3.10.0.2", "3.9.1", "3.9.1-rc.1", "2.8.5"]);
  });
});
