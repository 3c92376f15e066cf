import { describe, expect, it } from "vitest";
import { checkEntity, type EntityInHand } from "@/server/domain/kong-schema/check-entity";
import type { NamedCheck } from "@/server/domain/kong-schema/named-check";
import type { EntitySchema, NamedField, PluginSchema, SchemaSet } from "@/server/domain/kong-schema/schema";

const thing = (fields: NamedField[], more: Partial<EntitySchema> = {}): EntitySchema => ({ name: "things", help: "", fields, ...more });
const isEven: NamedCheck = (value) => (Number(value) % 2 === 0 ? [] : [{ message: "It is odd.", cure: "Add one." }]);
const named = new Map<string, NamedCheck>([["is_even", isEven]]);

function check(
  schema: EntitySchema,
  fields: Record<string, unknown>,
  { plugin, isComplete, ...hand }: Partial<EntityInHand> & { plugin?: PluginSchema; isComplete?: boolean } = {},
) {
  const schemas: SchemaSet = {
    gatewayVersion: "3.9",
    isComplete: isComplete ?? false,
    entity: (kind) => (kind === schema.name ? schema : undefined),
    plugin: (name) => (plugin?.name === name ? plugin : undefined),
  };
  return checkEntity({ kind: schema.name, fields, ...hand }, { schemas, named, now: 0 });
}
const errors = (...args: Parameters<typeof check>) =>
  check(...args)
    .filter(({ severity }) => severity === "error")
    .map(({ path, message }) => `${path.join(".")}: ${message}`);

const text: NamedField = { name: "a", type: "string" };
const values: [what: string, field: Omit<NamedField, "name">, value: unknown, isSound: boolean][] = [
  ["a text", { type: "string" }, "x", true],
  ["an empty text", { type: "string" }, "", false],
  ["an empty text where the schema allows it", { type: "string", len_min: 0 }, "", true],
  ["a number for a text", { type: "string" }, 5, false],
  ["a quoted number for a number", { type: "integer" }, "80", false],
  ["a broken number for a whole one", { type: "integer" }, 80.5, false],
  ["a whole number written with a point", { type: "integer" }, 80.0, true],
  ["null where nothing is required", { type: "string" }, null, true],
  ["null for a required field, although it has a default", { type: "string", required: true, default: "x" }, null, false],
  ["null for a field that must be true", { type: "boolean", eq: { value: true } }, null, false],
  ["false for a field that must be null", { type: "boolean", eq: { value: null } }, false, false],
  ["an empty list for a map", { type: "map", keys: { type: "string" }, values: { type: "string" } }, [], true],
  ["an empty map for a list", { type: "array", elements: { type: "string" } }, {}, true],
  ["a map with members for a list", { type: "set", elements: { type: "string" } }, { a: 1 }, false],
  ["null in a list", { type: "array", elements: { type: "string" } }, [null], false],
  ["a repeated entry that counts once in a set", { type: "set", elements: { type: "string" }, len_max: 1 }, ["a", "a"], true],
  ["a text of few characters and many bytes", { type: "string", len_max: 3 }, "üü", false],
  [
    "values of two groups that exclude each other",
    { type: "set", elements: { type: "string" }, mutually_exclusive_subsets: [["a"], ["b"]] },
    ["a", "b"],
    false,
  ],
  ["a reference to a vault, whatever the rules", { type: "string", referenceable: true, match: "^x$" }, "{vault://env/a}", true],
  ["such a reference in a field that takes none", { type: "string", match: "^x$" }, "{vault://env/a}", false],
  ["what a named check refuses", { type: "integer", check: "is_even" }, 3, false],
  ["what a named check takes", { type: "integer", check: "is_even" }, 4, true],
  ["a value beyond its bounds", { type: "number", between: [0, 1] }, 1.01, false],
  ["a key that its map does not take", { type: "map", keys: { type: "string", match: "^%l+$" }, values: { type: "string" } }, { A: "x" }, false],
  ["a bad UUID", { type: "string", uuid: true }, "4f0aea6a-cb62-52e1-a7d2", false],
];

describe("checkEntity: one value", () => {
  it.each(values)("%s", (_, field, value, isSound) => {
    const found = errors(thing([{ name: "a", ...field }]), { a: value });
    expect(found.length === 0).toBe(isSound);
  });

  it("names the field and the cure, nested fields by their path", () => {
    const schema = thing([{ name: "config", type: "record", required: true, fields: [{ name: "port", type: "integer" }] }]);
    expect(check(schema, { config: { port: "80" } })).toEqual([
      { severity: "error", path: ["config", "port"], message: '"port" must be a whole number.', cure: "Take the quotes away." },
    ]);
  });

  it("tells an unknown field, also a null one, and one that is meant", () => {
    expect(check(thing([text]), { a: "x", A: null })[0]?.cure).toMatch(/Did you mean "a"/);
  });

  it("lets a rule that nobody knows pass with a warning", () => {
    const found = check(thing([{ ...text, check: "told_by_a_node" }]), { a: "x" });
    expect(found.map(({ severity }) => severity)).toEqual(["warning"]);
  });
});

describe("checkEntity: across fields", () => {
  const two = (entity_checks: EntitySchema["entity_checks"]) => thing([text, { name: "b", type: "string" }], { entity_checks: entity_checks ?? [] });

  it("holds a condition on null, as Kong does", () => {
    const schema = two([{ conditional: { if_field: "a", if_match: { match: "^x$" }, then_field: "b", then_match: { required: true } } }]);
    expect(errors(schema, { a: "x" })).toEqual(['b: "b" is missing where "a" is "x".']);
    expect(errors(schema, { a: "y" })).toEqual([]);
    expect(errors(schema, { a: null })).toHaveLength(1);
  });

  it("knows every kind of check", () => {
    expect(errors(two([{ at_least_one_of: ["a", "b"] }]), {})).toHaveLength(1);
    expect(errors(two([{ only_one_of: ["a", "b"] }]), { a: "x", b: "y" })).toHaveLength(1);
    expect(errors(two([{ distinct: ["a", "b"] }]), { a: "x", b: "x" })).toHaveLength(1);
    expect(errors(two([{ mutually_required: ["a", "b"] }]), { a: "x" })).toHaveLength(1);
    expect(errors(two([{ mutually_exclusive: ["a", "b"] }]), { a: "x", b: "y" })).toHaveLength(1);
    expect(errors(two([{ mutually_exclusive_sets: { set1: ["a"], set2: ["b"] } }]), { a: "x", b: "y" })).toHaveLength(1);
    expect(errors(two([{ mutually_exclusive_sets: { set1: ["a"], set2: ["b"] } }]), { a: "x" })).toEqual([]);
  });

  it("leaves a check of its own kind out while one of its fields is wrong", () => {
    const schema = thing([{ name: "a", type: "integer" }], { entity_checks: [{ custom_entity_check: { field_sources: ["a"], check: "is_even" } }] });
    expect(errors(schema, { a: "x" })).toHaveLength(1);
  });

  it("looks no further where a field is a reference to a vault", () => {
    const schema = thing(
      [
        { ...text, referenceable: true },
        { name: "b", type: "string" },
      ],
      { entity_checks: [{ mutually_required: ["a", "b"] }] },
    );
    expect(errors(schema, { a: "{vault://env/a}" })).toEqual([]);
  });

  it("fills in defaults before it checks, and copies what an old name stands for", () => {
    const redis: NamedField = {
      name: "redis",
      type: "record",
      required: true,
      fields: [
        { name: "host", type: "string" },
        { name: "port", type: "integer", default: 1 },
      ],
    };
    const schema = thing([redis], {
      shorthand_fields: [{ name: "redis_host", type: "string", deprecation: { message: "use redis.host", replacedWith: [["redis", "host"]] } }],
      entity_checks: [{ mutually_required: ["redis.host", "redis.port"] }],
    });
    expect(check(schema, { redis_host: "h" }).map(({ severity }) => severity)).toEqual(["warning"]);
    expect(errors(schema, {})).toHaveLength(1);
    expect(errors(schema, { redis_host: "h", redis: { host: "h" } })).toEqual([]);
    expect(errors(schema, { redis_host: "h", redis: { host: "other" } })).toHaveLength(1);
  });
});

describe("checkEntity: rules by protocol", () => {
  const protocols: NamedField = { name: "protocols", type: "set", required: true, default: ["http"], elements: { type: "string" } };
  const schema = thing([protocols, text, { name: "b", type: "string" }], {
    byProtocol: {
      http: { fields: [{ name: "b", type: "string", eq: { value: null } }], entity_checks: [{ at_least_one_of: ["a"] }] },
      tcp: { fields: [], entity_checks: [{ at_least_one_of: ["b"] }] },
    },
  });

  it("holds the entity against the rules of the first protocol that it gives", () => {
    expect(errors(schema, { protocols: ["tcp"], b: "x" })).toEqual([]);
    expect(errors(schema, { protocols: ["http"], b: "x" })).toHaveLength(2);
  });

  it("holds one without protocols against the rules of those that are filled in", () => {
    expect(errors(schema, { a: "x" })).toEqual([]);
    expect(errors(schema, {})).toHaveLength(1);
    expect(errors(schema, { a: "x", b: "x" })).toHaveLength(1);
  });
});

describe("checkEntity: plugins and references", () => {
  const plugins: EntitySchema = {
    name: "plugins",
    help: "",
    fields: [
      { name: "name", type: "string", required: true },
      { name: "consumer", type: "foreign", reference: "consumers" },
      { name: "config", type: "record", fields: [] },
      { name: "protocols", type: "set", elements: { type: "string" } },
    ],
  };
  const plugin: PluginSchema = {
    name: "p",
    purpose: "Security",
    help: "",
    scopes: { service: true, route: true, consumer: false },
    protocols: { default: ["http"], allowed: ["http"] },
    config: { type: "record", required: true, fields: [{ name: "a", type: "string", required: true, default: "x" }] },
  };

  it("takes a config that is absent and refuses one that is null", () => {
    expect(errors(plugins, { name: "p" }, { plugin })).toEqual([]);
    expect(errors(plugins, { name: "p", config: null }, { plugin })).toHaveLength(1);
  });

  it("refuses a scope that the plugin does not take, unless its place says it", () => {
    expect(errors(plugins, { name: "p", consumer: "alice" }, { plugin })).toHaveLength(1);
    const nested = check(plugins, { name: "p" }, { plugin, parentField: "consumer" });
    expect(nested.map(({ severity }) => severity)).toEqual(["warning"]);
  });

  it("refuses protocols that the plugin does not serve", () => {
    expect(errors(plugins, { name: "p", protocols: ["tcp"] }, { plugin })).toHaveLength(1);
  });

  it("refuses a plugin whose name no node can load, known or not", () => {
    for (const name of ["No such!", "a,b", "a b", "../x", "-"]) expect(errors(plugins, { name })).toHaveLength(1);
    for (const name of ["my-plugin", "my_plugin.v2", "X1"]) expect(errors(plugins, { name })).toEqual([]);
  });

  it("warns of a plugin that nobody knows, and refuses it where all are known", () => {
    expect(check(plugins, { name: "mine", config: { a: 1 } }).map(({ severity }) => severity)).toEqual(["warning"]);
    expect(errors(plugins, { name: "mine", config: { a: 1 } }, { isComplete: true })).toHaveLength(1);
  });
});

it("thousands of values against a pattern that backtracks are given up together, and said so once", () => {
  const many = Array.from({ length: 4500 }, (_, at) => `${"a".repeat(90)}${at}`);
  const began = process.cpuUsage();
  const faults = check(thing([{ name: "a", type: "array", elements: { type: "string", match: ".-.-.-.-.-.-.-.-x$" } }]), { a: many });
  expect(process.cpuUsage(began).user / 1000).toBeLessThan(5000);
  expect(faults.every(({ severity }) => severity === "warning")).toBe(true);
  expect(faults.filter(({ message }) => message.startsWith("From here on"))).toHaveLength(1);
  expect(faults.length).toBeLessThan(100);
});
