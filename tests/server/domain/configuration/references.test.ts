import { describe, expect, it } from "vitest";
import { makeKongId } from "@/server/kong-ids";
import { checkConfigDocument } from "@/server/domain/config-document/check";
import { allEntities } from "@/server/domain/configuration/configuration";
import { planDeletion } from "@/server/domain/configuration/delete-plan";
import { applyChanges } from "@/server/domain/configuration/diff-configurations";
import { entityLabel } from "@/server/domain/configuration/entity-label";
import { readDocument } from "@/server/domain/configuration/read-document";
import { indexDependents, referencesOf } from "@/server/domain/configuration/references";
import { writeDocument } from "@/server/domain/configuration/write-document";

const CA = "4f0aea6a-cb62-52e1-a7d2-331f34103b33";
const document = {
  _format_version: "3.0",
  ca_certificates: [{ id: CA, cert: "pem" }],
  certificates: [
    { id: "cert", cert: "pem", key: "hush", snis: [{ name: "shop.test", id: "sni" }], services: [{ id: "mtls", name: "mtls", host: "m", protocol: "https" }] },
  ],
  services: [
    { id: "s", name: "orders", host: "h", client_certificate: "cert", ca_certificates: [CA, "x"], routes: [{ id: "r", name: "list", paths: ["/l"] }] },
    { id: "bare", host: "bare.test", path: "/x" },
  ],
  routes: [{ id: "flat", paths: ["/f"], service: "orders", plugins: [{ id: "nested-plugin", name: "cors" }] }],
  consumers: [
    {
      id: "c",
      username: "alice",
      keyauth_credentials: [{ id: "12345678-aaaa-bbbb-cccc-123456789012", key: "hush-key" }],
      acls: [{ id: "acl", group: "staff" }],
    },
  ],
  plugins: [
    { id: "p", name: "rate-limiting", route: "list", consumer: "alice" },
    { id: "global", name: "cors", instance_name: "everywhere" },
  ],
};
const configuration = readDocument(document, makeKongId);
const dependents = indexDependents(configuration);
const get = (id: string) => {
  const found = [...allEntities(configuration)].find((each) => each.id === id);
  if (!found) throw new Error(id);
  return found;
};

describe("references", () => {
  it("are told both ways, nested or written", () => {
    expect(referencesOf(get("r")).map(({ field, to, isParent }) => [field, to.id, isParent])).toEqual([["service", "s", true]]);
    expect(referencesOf(get("p")).map(({ field, to }) => [field, to.id])).toEqual([
      ["route", "r"],
      ["consumer", "c"],
    ]);
    expect(dependents.of({ kind: "services", id: "s" }).map(({ entity }) => entity.id)).toEqual(["r", "flat"]);
    expect(dependents.of({ kind: "ca_certificates", id: CA }).map(({ entity, reference }) => [entity.id, reference.field])).toEqual([["s", "ca_certificates"]]);
  });
});

describe("planDeletion", () => {
  const plan = (kind: string, id: string) => planDeletion(configuration, [{ kind, id }]);

  it("takes along what is nested in a service or cannot be without it, to the end", () => {
    expect(
      plan("services", "s")
        .deleted.map(({ id }) => id)
        .sort(),
    ).toEqual(["flat", "nested-plugin", "p", "r", "s"]);
    expect(plan("services", "s").cleared).toEqual([]);
  });

  it("clears what can be without, and moves what was nested in it", () => {
    const { deleted, cleared, changes } = plan("certificates", "cert");
    expect(deleted.map(({ id }) => id)).toEqual(["cert", "sni"]);
    expect(cleared.map(({ entity, field }) => [entity.id, field]).sort()).toEqual([
      ["mtls", "client_certificate"],
      ["s", "client_certificate"],
    ]);
    const after = writeDocument(applyChanges(configuration, changes));
    expect(after["certificates"]).toBeUndefined();
    expect(after["services"]).toContainEqual({ id: "mtls", name: "mtls", host: "m", protocol: "https" });
  });

  it("takes a deleted member out of a list", () => {
    const { changes } = plan("ca_certificates", CA);
    expect(changes.find(({ after }) => after?.id === "s")?.after?.fields["ca_certificates"]).toEqual(["x"]);
  });

  it("leaves no dangling reference", () => {
    for (const entity of allEntities(configuration)) {
      const after = writeDocument(applyChanges(configuration, planDeletion(configuration, [entity], dependents).changes));
      expect(checkConfigDocument(after, makeKongId)).toEqual([]);
    }
  });
});

describe("entityLabel", () => {
  const label = (id: string) => entityLabel(get(id), configuration, dependents);

  it.each([
    ["s", "orders"],
    ["bare", "bare.test/x"],
    ["flat", "/f"],
    ["c", "alice"],
    ["acl", "staff of alice"],
    ["sni", "shop.test"],
    ["cert", "shop.test"],
    ["p", "rate-limiting on route list, consumer alice"],
    ["global", "cors “everywhere”"],
    ["nested-plugin", "cors on route /f"],
  ])("%s is %s", (id, text) => expect(label(id)).toBe(text));

  it("names a key by its consumer, never by itself", () => {
    expect(label("12345678-aaaa-bbbb-cccc-123456789012")).toBe("key of alice, 12345678…");
  });

  it("writes what a page cannot show as an escape", () => {
    const named = { ...get("c"), fields: { username: "nul\u0000 half\ud800 whole😀 turned\u202e" } };
    expect(entityLabel(named, configuration)).toBe("nul\\u0000 half\\ud800 whole😀 turned\\u202e");
  });
});
