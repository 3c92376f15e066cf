import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeKongId } from "@/server/kong-ids";
import type { EntityChange } from "@/server/domain/configuration/configuration";
import { applyChanges, diffConfigurations, DOCUMENT_KIND, invertChanges } from "@/server/domain/configuration/diff-configurations";
import { diffFields, PLACE_FIELD } from "@/server/domain/configuration/diff-fields";
import { describeChange } from "@/server/domain/configuration/entity-diff";
import { guardPublish } from "@/server/domain/configuration/publish-guard";
import { readDocument } from "@/server/domain/configuration/read-document";
import { SECRET_MASK } from "@/server/domain/configuration/secrets";
import { configDocuments, configurations } from "@/tests/support/config-documents";

const V = { _format_version: "3.0" };
const read = (document: Record<string, unknown>) => readDocument({ ...V, ...document }, makeKongId);
const route = (fields: Record<string, unknown>) => ({ kind: "routes", id: "r", fields });
const shown = (change: EntityChange) => diffFields(change).map(({ path, before, after }) => [path.join("."), before, after]);

describe("diffConfigurations", () => {
  it("finds nothing between a configuration and itself, read again or not", () => {
    fc.assert(
      fc.property(configDocuments, (document) => {
        const configuration = read(document);
        expect(diffConfigurations(configuration, configuration)).toEqual([]);
        expect(diffConfigurations(configuration, read(structuredClone(document)))).toEqual([]);
      }),
    );
  });

  it("what it finds makes the one into the other, and back", () => {
    fc.assert(
      fc.property(configurations, configurations, (a, b) => {
        const changes = diffConfigurations(a, b);
        expect(applyChanges(a, changes)).toEqual(b);
        expect(applyChanges(b, invertChanges(changes))).toEqual(a);
        expect(invertChanges(invertChanges(changes))).toEqual(changes);
      }),
    );
  });

  it("takes another order of a set for no change, and of an array for one", () => {
    const of = (fields: Record<string, unknown>) => read({ routes: [{ id: "r", ...fields }] });
    expect(diffConfigurations(of({ tags: ["a", "b"], methods: ["GET", "PUT"] }), of({ tags: ["b", "a", "b"], methods: ["PUT", "GET"] }))).toEqual([]);
    expect(diffConfigurations(of({ paths: ["/a", "/b"] }), of({ paths: ["/b", "/a"] }))).toHaveLength(1);
  });

  it("tells absence from null, and one place from another", () => {
    const nested = read({ services: [{ id: "s", host: "h", routes: [{ id: "r" }] }] });
    const flat = read({ services: [{ id: "s", host: "h" }], routes: [{ id: "r", service: "s" }] });
    expect(diffConfigurations(nested, flat)).toHaveLength(1);
    expect(diffConfigurations(read({ routes: [{ id: "r", name: null }] }), read({ routes: [{ id: "r" }] }))).toHaveLength(1);
  });

  it("tells a change of _transform as a change of the document", () => {
    const [change, ...others] = diffConfigurations(read({}), read({ _transform: false }));
    expect(others).toEqual([]);
    expect(change?.after).toMatchObject({ kind: DOCUMENT_KIND, fields: { _transform: false } });
    expect(applyChanges(read({}), change ? [change] : []).top).toEqual({ ...V, _transform: false });
  });
});

describe("diffFields", () => {
  it("tells each value that differs, with its path", () => {
    const before = route({ name: "a", strip_path: true, headers: { x: ["1", "2"] } });
    const after = route({ name: "b", headers: { x: ["1", "3"], y: ["1"] } });
    expect(shown({ before, after })).toEqual([
      ["name", "a", "b"],
      ["strip_path", true, undefined],
      ["headers.x.1", "2", "3"],
      ["headers.y", undefined, ["1"]],
    ]);
  });

  it("tells members of a set that came and went, and members of an array by place", () => {
    const before = route({ tags: ["a", "b"], paths: ["/a", "/b", "/c"] });
    const after = route({ tags: ["c", "a"], paths: ["/a", "/c"] });
    expect(shown({ before, after })).toEqual([
      ["tags", "b", undefined],
      ["tags", undefined, "c"],
      ["paths.1", "/b", undefined],
    ]);
  });

  it("tells that an entity moved", () => {
    const before = { ...route({}), parent: { kind: "services", id: "s" } };
    expect(shown({ before, after: route({ service: "s" }) })[0]?.[0]).toBe(PLACE_FIELD);
  });

  it("tells that a secret changed, never what it is or was", () => {
    const of = (key: string) => ({ kind: "keyauth_credentials", id: "k", fields: { key } });
    expect(diffFields({ before: of("old"), after: of("new") })).toEqual([{ path: ["key"], before: SECRET_MASK, after: SECRET_MASK, isSecret: true }]);
    expect(diffFields({ after: of("new") })).toEqual([{ path: ["key"], after: SECRET_MASK, isSecret: true }]);
  });
});

describe("describeChange", () => {
  it("calls an entity that kept its id and got another name renamed", () => {
    const [before, after] = [read({ services: [{ id: "s", name: "a", host: "h" }] }), read({ services: [{ id: "s", name: "b", host: "h" }] })];
    expect(diffConfigurations(before, after).map((change) => describeChange(change, { before, after }))).toEqual([
      {
        key: { kind: "services", id: "s" },
        label: "b",
        labelBefore: "a",
        change: "renamed",
        fields: [{ path: ["name"], before: "a", after: "b", isSecret: false }],
      },
    ]);
  });

  it("holds no secret, of whatever is created, changed or deleted", () => {
    const of = (secret: string) =>
      read({
        consumers: [{ id: "c", username: "u", keyauth_credentials: [{ id: "k", key: secret }] }],
        plugins: [{ id: "p", name: "own", config: { apiToken: secret, nested: [{ password: secret }] } }],
      });
    for (const [before, after] of [[read({}), of("hush-1")] as const, [of("hush-1"), of("hush-2")] as const, [of("hush-1"), read({})] as const]) {
      const told = diffConfigurations(before, after).map((change) => describeChange(change, { before, after }));
      expect(JSON.stringify(told)).not.toContain("hush");
      expect(told.length).toBeGreaterThan(1);
    }
  });
});

describe("guardPublish", () => {
  const of = (count: number) => read({ services: Array.from({ length: count }, (_, at) => ({ name: `s${at}`, host: "h" })) });

  it("wants the count where nothing is left, or more than a fifth goes", () => {
    expect(guardPublish(of(10), of(8))).toEqual({ kind: "none" });
    expect(guardPublish(of(10), of(7))).toEqual({ kind: "mass_delete", count: 3 });
    expect(guardPublish(of(10), of(0))).toEqual({ kind: "empty", count: 10 });
    expect(guardPublish(of(0), of(0))).toEqual({ kind: "empty", count: 0 });
    expect(guardPublish(of(0), of(3))).toEqual({ kind: "none" });
  });
});
