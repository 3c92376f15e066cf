import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeKongId } from "@/server/kong-ids";
import { checkConfigDocument } from "@/server/domain/config-document/check";
import { allEntities, entityOf, type Configuration } from "@/server/domain/configuration/configuration";
import { diffConfigurations } from "@/server/domain/configuration/diff-configurations";
import { mergeConfigurations } from "@/server/domain/configuration/merge";
import { readDocument } from "@/server/domain/configuration/read-document";
import { writeDocument } from "@/server/domain/configuration/write-document";
import { configurations } from "@/tests/support/config-documents";

const read = (document: Record<string, unknown>) => readDocument({ _format_version: "3.0", ...document }, makeKongId);
const names = (configuration: Configuration) => [...allEntities(configuration)].map((each) => String(each.fields["name"] ?? each.fields["username"])).sort();

describe("mergeConfigurations", () => {
  it("taking what is there already changes nothing, however it is taken", () => {
    fc.assert(
      fc.property(configurations, fc.constantFrom({ mode: "replace" as const }, { mode: "merge" as const }), (configuration, how) => {
        expect(diffConfigurations(configuration, mergeConfigurations(configuration, configuration, how))).toEqual([]);
      }),
    );
  });

  it("replacing leaves the import alone", () => {
    fc.assert(
      fc.property(configurations, configurations, (current, imported) => {
        const taken = mergeConfigurations(current, imported, { mode: "replace" }, () => false);
        expect([...allEntities(taken)].length).toBe([...allEntities(imported)].length);
        expect(checkConfigDocument(writeDocument(taken), makeKongId).filter((each) => each.severity === "error")).toEqual([]);
      }),
    );
  });

  it("merging keeps what the import does not hold", () => {
    const current = read({
      services: [
        { name: "a", host: "a" },
        { name: "b", host: "b", routes: [{ name: "r", paths: ["/"] }] },
      ],
    });
    const merged = mergeConfigurations(
      current,
      read({
        services: [
          { name: "b", host: "new" },
          { name: "c", host: "c" },
        ],
      }),
      { mode: "merge" },
    );
    expect(names(merged)).toEqual(["a", "b", "c", "r"]);
    expect(entityOf(merged, { kind: "services", id: makeKongId("services", "b") })?.fields["host"]).toBe("new");
  });

  it("merging by tag deletes what has the tag and is not in the import, with what hangs on it, and tags what is", () => {
    const current = read({
      services: [
        { name: "gone", host: "h", tags: ["team"], routes: [{ name: "hangs-on-it", paths: ["/"] }] },
        { name: "kept", host: "h", tags: ["other"] },
        { name: "updated", host: "h", tags: ["team", "x"], routes: [{ name: "untouched", paths: ["/"] }] },
      ],
    });
    const imported = read({ services: [{ name: "updated", host: "h" }], consumers: [{ username: "new", tags: ["y"] }] });
    const merged = mergeConfigurations(current, imported, { mode: "merge", tags: ["team"] });
    expect(names(merged)).toEqual(["kept", "new", "untouched", "updated"]);
    expect(merged.entities.get("consumers")?.values().next().value?.fields["tags"]).toEqual(["y", "team"]);
    expect(entityOf(merged, { kind: "services", id: makeKongId("services", "updated") })?.fields["tags"]).toEqual(["team"]);
  });

  it("several tags mean what has them all", () => {
    const current = read({
      services: [
        { name: "a", host: "h", tags: ["x"] },
        { name: "b", host: "h", tags: ["x", "y"] },
      ],
    });
    expect(names(mergeConfigurations(current, read({}), { mode: "merge", tags: ["x", "y"] }))).toEqual(["a"]);
  });

  it("what has another id now keeps it, with all that refers to it", () => {
    const current = read({
      services: [{ id: "own-service", name: "a", host: "h" }],
      consumers: [{ id: "own-consumer", username: "u" }],
      plugins: [{ id: "own-plugin", name: "cors", service: "a", consumer: "u" }],
    });
    const imported = read({
      services: [{ name: "a", host: "h", routes: [{ name: "r", paths: ["/"] }], plugins: [{ name: "cors", consumer: "u", config: { max_age: 1 } }] }],
      consumers: [{ username: "u" }],
    });
    const changes = diffConfigurations(current, mergeConfigurations(current, imported, { mode: "replace" }));
    expect(changes.map(({ before, after }) => [before?.id, after?.id])).toEqual([
      [undefined, makeKongId("routes", "r")],
      ["own-plugin", "own-plugin"],
    ]);
    expect(changes[0]?.after?.parent).toEqual({ kind: "services", id: "own-service" });
    expect(changes[1]?.after?.fields).toEqual({ name: "cors", service: "own-service", consumer: "own-consumer", config: { max_age: 1 } });
  });

  it("an id that the import gives itself is kept where all is replaced", () => {
    const current = read({ services: [{ id: "one", name: "a", host: "h" }] });
    const imported = read({ services: [{ id: "other", name: "a", host: "h" }] });
    const idsOf = (configuration: Configuration) => [...(configuration.entities.get("services")?.keys() ?? [])];
    expect(idsOf(mergeConfigurations(current, imported, { mode: "replace" }, () => false))).toEqual(["other"]);
    expect(idsOf(mergeConfigurations(current, imported, { mode: "merge" }, () => false))).toEqual(["one"]);
  });

  it("nested and written say the same: the place that an entity has is kept", () => {
    const nested = read({ services: [{ id: "s", host: "h", routes: [{ id: "r" }] }] });
    const flat = read({ services: [{ id: "s", host: "h" }], routes: [{ id: "r", service: "s" }] });
    for (const [current, imported] of [[nested, flat] as const, [flat, nested] as const]) {
      expect(diffConfigurations(current, mergeConfigurations(current, imported, { mode: "replace" }))).toEqual([]);
    }
  });
});
