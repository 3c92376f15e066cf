import { describe, expect, it } from "vitest";
import { parseKongErrors } from "@/server/domain/kong-errors";
import { locateErrors } from "@/server/domain/locate-errors";

const DOCUMENT = {
  _format_version: "3.0",
  services: [
    { id: "s1", name: "orders", routes: [{ id: "r1", name: "orders" }] },
    { id: "s2", name: "billing" },
  ],
  upstreams: [{ id: "u1", name: "pool", targets: [{ id: "t1", target: "10.0.0.1:80" }] }],
  plugins: [
    { id: "p1", name: "cors", service: "s1" },
    { id: "p2", name: "cors", service: "s2" },
  ],
};
const error = { entityType: "service", entityName: null, entityId: null, field: "host", message: "no" };
const idsOf = (fields: unknown) => locateErrors(DOCUMENT, parseKongErrors(JSON.stringify({ fields }))).map(({ entityId }) => entityId);

describe("the entity of an error of Kong's", () => {
  it("is found by its place, nested ones too", () => {
    expect(idsOf({ services: [null, { host: "required field missing" }] })).toEqual(["s2"]);
    expect(idsOf({ services: [{ routes: [{ paths: "no" }] }] })).toEqual(["r1"]);
    expect(idsOf({ upstreams: [{ targets: [{ target: "no" }] }] })).toEqual(["t1"]);
  });

  it("is found by its name where one alone has it", () => {
    expect(locateErrors(DOCUMENT, [{ ...error, entityName: "billing" }])[0]?.entityId).toBe("s2");
    expect(locateErrors(DOCUMENT, [{ ...error, entityType: "plugin", entityName: "cors" }])[0]?.entityId).toBeNull();
  });

  it("stays what Kong told, and unknown where the document does not tell", () => {
    expect(locateErrors(DOCUMENT, [{ ...error, entityId: "of Kong" }])[0]?.entityId).toBe("of Kong");
    expect(locateErrors(DOCUMENT, [{ ...error, path: ["services", 9] }])[0]?.entityId).toBeNull();
    expect(locateErrors(null, [error])).toEqual([error]);
    expect(locateErrors(DOCUMENT, [{ ...error, entityType: "__proto__", entityName: "x" }])[0]?.entityId).toBeNull();
  });
});
