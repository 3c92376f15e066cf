import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeKongId } from "@/server/kong-ids";
import { enterpriseEntity } from "@/server/domain/catalog/enterprise";
import { CATALOG, CATALOG_PLUGINS } from "@/server/domain/catalog/catalog";
import { canonicalizeConfig } from "@/server/domain/config-document/canonical";
import { ENTITY_KINDS } from "@/server/domain/config-document/entity-kinds";
import type { Configuration } from "@/server/domain/configuration/configuration";
import { diffConfigurations } from "@/server/domain/configuration/diff-configurations";
import { diffFields } from "@/server/domain/configuration/diff-fields";
import { rulesOfEntity, type ValueRules } from "@/server/domain/configuration/field-rules";
import { readDocument } from "@/server/domain/configuration/read-document";
import type { FieldSchema, NamedField } from "@/server/domain/kong-schema/schema";

type Path = string[];

/** Every value that the schema knows, by path; members of lists and maps are `*`. */
function* walk(field: FieldSchema, path: Path): Generator<{ field: FieldSchema; path: Path }> {
  yield { field, path };
  for (const member of field.fields ?? []) yield* walk(member, [...path, member.name]);
  if (field.elements) yield* walk(field.elements, [...path, "*"]);
  if (field.values) yield* walk(field.values, [...path, "*"]);
}

const at = (rules: ValueRules, path: Path): ValueRules => path.reduce((inner, key) => inner.at(key), rules);
const fieldsOf = (kind: string): readonly NamedField[] => enterpriseEntity(kind)?.fields ?? [];

describe("the rules of values, by the catalog", () => {
  it("every field that a schema calls encrypted is hidden", () => {
    for (const plugin of CATALOG_PLUGINS) {
      const rules = rulesOfEntity("plugins", plugin.name, CATALOG).at("config");
      for (const { field, path } of walk(plugin.config, []))
        if (field.encrypted) expect([plugin.name, path, at(rules, path).isSecret]).toEqual([plugin.name, path, true]);
    }
    for (const kind of ENTITY_KINDS.keys()) {
      for (const schemas of [CATALOG, undefined]) {
        const rules = rulesOfEntity(kind, undefined, schemas);
        for (const top of fieldsOf(kind)) {
          for (const { field, path } of walk(top, [top.name])) if (field.encrypted) expect([kind, path, at(rules, path).isSecret]).toEqual([kind, path, true]);
        }
      }
    }
  });

  it("sets are known with and without schemas", () => {
    for (const kind of ENTITY_KINDS.keys()) {
      const told = fieldsOf(kind)
        .filter((field) => field.type === "set")
        .map((field) => field.name)
        .sort();
      expect([kind, [...(ENTITY_KINDS.get(kind)?.sets ?? [])].sort()]).toEqual([kind, told]);
    }
    for (const plugin of CATALOG_PLUGINS) {
      const rules = rulesOfEntity("plugins", plugin.name, CATALOG).at("config");
      for (const { field, path } of walk(plugin.config, [])) {
        if (!path.includes("*")) expect([plugin.name, path, at(rules, path).isSet]).toEqual([plugin.name, path, field.type === "set"]);
      }
    }
  });
});

describe("sets within plugins", () => {
  const of = (name: string, config: Record<string, unknown>) => ({ _format_version: "3.0", plugins: [{ name, config }] });
  const hash = (name: string, config: Record<string, unknown>) => canonicalizeConfig(of(name, config), makeKongId, CATALOG).json;
  const read = (name: string, config: Record<string, unknown>): Configuration => readDocument(of(name, config), makeKongId);

  it("their order gives no other hash and is no change; that of arrays does and is", () => {
    const words = fc.uniqueArray(fc.constantFrom("a", "b", "c", "ä"), { minLength: 2 });
    const shuffled = words.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
    fc.assert(
      fc.property(shuffled, ([one, other]) => {
        expect(hash("jwt", { header_names: one })).toBe(hash("jwt", { header_names: [...other, ...one] }));
        expect(diffConfigurations(read("jwt", { header_names: one }), read("jwt", { header_names: other }), CATALOG)).toEqual([]);
        expect(hash("cors", { origins: one }) === hash("cors", { origins: other })).toBe(one.join() === other.join());
        expect(diffConfigurations(read("cors", { origins: one }), read("cors", { origins: other }), CATALOG).length).toBe(one.join() === other.join() ? 0 : 1);
      }),
    );
  });
});

it("a plugin that became another one shows no secret of the old one", () => {
  const plugin = (name: string, config: Record<string, unknown>) => ({ kind: "plugins", id: "p", fields: { name, config } });
  const told = diffFields({ before: plugin("aws-lambda", { aws_key: "hush", aws_secret: "hush" }), after: plugin("cors", { aws_key: 1 }) }, CATALOG);
  expect(told.length).toBeGreaterThan(1);
  expect(JSON.stringify(told)).not.toContain("hush");
});
