import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeKongId } from "@/server/kong-ids";
import { canonicalizeConfig, canonicalizeConfiguration } from "@/server/domain/config-document/canonical";
import { checkConfigDocument } from "@/server/domain/config-document/check";
import { allEntities, entityOf } from "@/server/domain/configuration/configuration";
import { diffConfigurations } from "@/server/domain/configuration/diff-configurations";
import { readDocument } from "@/server/domain/configuration/read-document";
import { writeDocument } from "@/server/domain/configuration/write-document";
import { configDocuments, configurations, ENTITY_LISTS, type ConfigDocument } from "@/tests/support/config-documents";

const read = (document: ConfigDocument) => readDocument(document, makeKongId);
const hash = (document: ConfigDocument): string => canonicalizeConfig(document, makeKongId).json;

const V = { _format_version: "3.0" };
const ID = "4f0aea6a-cb62-52e1-a7d2-331f34103b33";

/** The document with keys, entity lists and sets in reverse. */
function reversed(value: unknown, key = "", isEntity = true): unknown {
  if (Array.isArray(value)) {
    const isFree = isEntity && (ENTITY_LISTS.has(key) || ["tags", "methods", "sources"].includes(key));
    const members = value.map((each: unknown) => reversed(each, "", isEntity && ENTITY_LISTS.has(key)));
    return isFree ? members.reverse() : members;
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, each]) => [name, reversed(each, name, isEntity && name !== "config")]),
  );
}

describe("readDocument and writeDocument", () => {
  it("reading what was written gives the same configuration, whether references are written by id or by name", () => {
    fc.assert(
      fc.property(configurations, fc.constantFrom("id" as const, "name" as const), (configuration, references) => {
        const written = writeDocument(configuration, { references });
        expect(checkConfigDocument(written, makeKongId).filter((each) => each.severity === "error")).toEqual([]);
        expect(read(written)).toEqual(configuration);
      }),
    );
  });

  it("writing what was read has the canonical form of the document", () => {
    fc.assert(
      fc.property(configDocuments, (document) => {
        expect(hash(writeDocument(read(document)))).toBe(hash(document));
        expect(canonicalizeConfiguration(read(document)).json).toBe(hash(document));
      }),
    );
  });

  it("the canonical form ignores the order of keys, entities and sets", () => {
    fc.assert(
      fc.property(configDocuments, (document) => {
        expect(hash(reversed(document) as ConfigDocument)).toBe(hash(document)); // safe because: reversing keeps the map
      }),
    );
  });

  it("the canonical form keeps the order of arrays", () => {
    const of = (paths: string[]) => hash({ ...V, routes: [{ id: ID, paths }] });
    expect(of(["/a", "/b"])).not.toBe(of(["/b", "/a"]));
  });

  it("same content, same hash; another content, another", () => {
    fc.assert(
      fc.property(configDocuments, configDocuments, (one, other) => {
        const isSame = diffConfigurations(read(one), read(other)).length === 0;
        expect(hash(one) === hash(other)).toBe(isSame);
      }),
    );
  });

  it("references by name hold the id of what they mean, and a name wins over an id", () => {
    const configuration = read({
      ...V,
      services: [
        { id: ID, name: "a", host: "h" },
        { name: ID, host: "other" },
      ],
      routes: [
        { name: "r", service: "a" },
        { name: "by-id", service: { id: ID } },
        { name: "lost", service: "ghost" },
      ],
    });
    const serviceOf = (name: string) => [...allEntities(configuration)].find((each) => each.fields["name"] === name)?.fields["service"];
    expect(serviceOf("r")).toBe(ID);
    expect(serviceOf("by-id")).toBe(makeKongId("services", ID));
    expect(serviceOf("lost")).toBe("ghost");
  });

  it("the parent wins over a reference beside it", () => {
    const configuration = read({
      ...V,
      services: [
        { name: "a", host: "h", routes: [{ name: "r", service: "b" }] },
        { name: "b", host: "h" },
      ],
    });
    expect(entityOf(configuration, { kind: "routes", id: makeKongId("routes", "r") })).toEqual({
      kind: "routes",
      id: makeKongId("routes", "r"),
      parent: { kind: "services", id: makeKongId("services", "a") },
      fields: { name: "r" },
    });
  });

  it("one object that stands in two parents is two entities", () => {
    const plugin = { name: "cors" };
    const document = {
      ...V,
      services: [
        { name: "a", host: "h", plugins: [plugin] },
        { name: "b", host: "h", plugins: [plugin] },
      ],
    };
    expect(checkConfigDocument(document, makeKongId)).toEqual([]);
    expect(read(document).entities.get("plugins")?.size).toBe(2);
  });

  it("entities whose kind takes no id keep their identity to themselves", () => {
    const document = { ...V, parameters: [{ key: "a", value: "1" }], workspaces: [{ name: "default", id: ID }] };
    const configuration = read(document);
    expect(configuration.entities.get("parameters")?.size).toBe(1);
    expect(writeDocument(configuration)).toEqual(document);
  });

  it("an entity whose parent is gone is written at top level with a reference to it", () => {
    const configuration = read({ ...V, services: [{ id: ID, name: "a", host: "h", routes: [{ id: "r", paths: ["/"] }] }] });
    const entities = new Map(configuration.entities);
    entities.delete("services");
    expect(writeDocument({ ...configuration, entities })).toEqual({ ...V, routes: [{ id: "r", paths: ["/"], service: ID }] });
  });

  it("tells which ids it made", () => {
    const made: string[] = [];
    readDocument(
      {
        ...V,
        services: [
          { id: ID, host: "h" },
          { name: "b", host: "h" },
        ],
      },
      makeKongId,
      ({ id }) => made.push(id),
    );
    expect(made).toEqual([makeKongId("services", "b")]);
  });
});
