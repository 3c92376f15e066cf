import { describe, expect, it } from "vitest";
import { CATALOG } from "@/server/domain/catalog/catalog";
import { schemaSetFor } from "@/server/domain/catalog/schema-set";
import { checkConfigDocument } from "@/server/domain/config-document/check";
import { isError } from "@/server/domain/config-document/finding";
import { diffConfigurations } from "@/server/domain/configuration/diff-configurations";
import { readDocument } from "@/server/domain/configuration/read-document";
import { EXPORT_FORMATS, exportConfiguration } from "@/server/domain/export/export-configuration";
import { mergeConfigurations } from "@/server/domain/configuration/merge";
import { importFiles } from "@/server/domain/import/import-files";
import { NAMED_CHECKS } from "@/server/domain/kong-schema/named-checks";
import { makeKongId } from "@/server/kong-ids";

const ENTERPRISE = schemaSetFor("3.9.0.1", []);
const V = { _format_version: "3.0" };
const u = { username: "u" };
const gold = { name: "gold" };
const pair = { consumer_group: "gold", consumer: "u" };

const FULL = {
  ...V,
  consumers: [u],
  consumer_groups: [gold],
  consumer_group_consumers: [pair],
  plugins: [{ name: "rate-limiting", config: { minute: 5 }, consumer_group: "gold" }],
};

const check = (document: Record<string, unknown>, schemas = ENTERPRISE) =>
  checkConfigDocument(document, makeKongId, { schemas, named: NAMED_CHECKS, now: 0 }).filter(isError);

describe("consumer groups", () => {
  it("are taken by Enterprise, flat and nested", () => {
    expect(check(FULL)).toEqual([]);
    const nested = { ...gold, plugins: [{ name: "cors" }], consumer_group_consumers: [{ consumer: "u" }] };
    expect(check({ ...V, consumers: [u], consumer_groups: [nested] })).toEqual([]);
    expect(check({ ...V, consumers: [{ ...u, consumer_group_consumers: [{ consumer_group: "gold" }] }], consumer_groups: [gold] })).toEqual([]);
  });

  it.each<[string, Record<string, unknown>, (string | number)[]]>([
    ["a group", { consumer_groups: [gold] }, ["consumer_groups", 0]],
    ["an empty list", { consumer_groups: [] }, ["consumer_groups"]],
    ["null", { consumer_group_consumers: null }, ["consumer_group_consumers"]],
    ["an empty list in a consumer", { consumers: [{ ...u, consumer_group_consumers: [] }] }, ["consumers", 0, "consumer_group_consumers"]],
    [
      "a membership in a consumer",
      { consumers: [{ ...u, consumer_group_consumers: [{ consumer_group: "g" }] }] },
      ["consumers", 0, "consumer_group_consumers", 0],
    ],
    ["the scope of a plugin", { plugins: [{ name: "cors", consumer_group: "gold" }] }, ["plugins", 0, "consumer_group"]],
    ["a scope of null", { plugins: [{ name: "cors", consumer_group: null }] }, ["plugins", 0, "consumer_group"]],
  ])("are refused by open-source Kong, which says so once: %s", (_, part, path) => {
    const found = check({ ...V, ...part }, CATALOG);
    expect(found).toMatchObject([{ path }]);
    expect(found[0]?.message).toMatch(/ exists in Kong Enterprise only\.$/);
  });

  it("are held against their rules: names, references, and each membership once", () => {
    expect(check({ ...V, consumer_groups: [{}] })).toMatchObject([{ path: ["consumer_groups", 0, "name"] }]);
    expect(check({ ...V, consumer_groups: [gold, gold] })).not.toEqual([]);
    expect(check({ ...V, consumer_groups: [gold], consumer_group_consumers: [pair] })).toMatchObject([{ path: ["consumer_group_consumers", 0, "consumer"] }]);
    expect(check({ ...V, plugins: [{ name: "cors", consumer_group: "ghost" }] })).toMatchObject([{ path: ["plugins", 0, "consumer_group"] }]);
    const byId = { consumer_group: makeKongId("consumer_groups", "consumer_groups:*:gold"), consumer: makeKongId("consumers", "u") };
    expect(check({ ...FULL, consumer_group_consumers: [pair, { ...byId, consumer: "u", consumer_group: "gold" }] })).toHaveLength(1);
  });

  it("let the same plugin be set for two groups and for all", () => {
    const plugins = [{ name: "cors" }, { name: "cors", consumer_group: "gold" }, { name: "cors", consumer_group: "free" }];
    expect(check({ ...V, consumer_groups: [gold, { name: "free" }], plugins })).toEqual([]);
    expect(check({ ...V, consumer_groups: [gold], plugins: [plugins[1], plugins[1]] })).toHaveLength(1);
  });

  it("have one identity of a membership, by names, by ids and nested", () => {
    const ids = (document: Record<string, unknown>) => [...(readDocument(document, makeKongId).entities.get("consumer_group_consumers")?.keys() ?? [])];
    const named = ids(FULL);
    const [group, consumer] = ["consumer_groups", "consumers"].map((kind) => [...(readDocument(FULL, makeKongId).entities.get(kind)?.keys() ?? [])][0]);
    expect(ids({ ...FULL, consumer_group_consumers: [{ consumer_group: group, consumer }] })).toEqual(named);
    expect(ids({ ...V, consumer_groups: [gold], consumers: [{ ...u, consumer_group_consumers: [{ consumer_group: "gold" }] }] })).toEqual(named);
  });

  it.each(EXPORT_FORMATS)("come back from an export as %s as they were", (format) => {
    const configuration = readDocument(FULL, makeKongId);
    const read = importFiles([{ name: "kong.yaml", text: exportConfiguration(configuration, format) }]);
    if (!read.ok) throw new Error("refused");
    expect(check(read.document)).toEqual([]);
    const imported = readDocument(read.document, makeKongId);
    for (const mode of ["replace", "merge"] as const)
      expect(diffConfigurations(configuration, mergeConfigurations(configuration, imported, { mode }))).toEqual([]);
  });
});
