import { expect, it } from "vitest";
import { parseKongErrors } from "@/server/domain/kong-errors";

it("a flattened error names its entity by type, name and id, and its field", () => {
  const body = JSON.stringify({
    code: 14,
    fields: {},
    flattened_errors: [{ entity_type: "route", entity_name: "r", entity_id: "1", errors: [{ type: "field", field: "paths.1", message: "bad" }, { type: "entity", message: "whole" }] }],
  });
  expect(parseKongErrors(body)).toEqual([
    { entityType: "route", entityName: "r", entityId: "1", field: "paths.1", message: "bad" },
    { entityType: "route", entityName: "r", entityId: "1", field: null, message: "whole" },
  ]);
});

it("the plain tree names its entity by position or name, nulls passed over", () => {
  const body = JSON.stringify({ fields: { services: [null, { host: "expected a string" }], routes: { r: ["invalid reference 'service: ghost'"] } }, flattened_errors: {} });
  expect(parseKongErrors(body)).toEqual([
    { entityType: "services", entityName: "2", entityId: null, field: "host", message: "expected a string" },
    { entityType: "routes", entityName: "r", entityId: null, field: null, message: "invalid reference 'service: ghost'" },
  ]);
});

it("an unknown key of the document is a fault of the document", () => {
  expect(parseKongErrors('{"fields":{"unicorns":"unknown field"}}')).toEqual([
    { entityType: null, entityName: null, entityId: null, field: "unicorns", message: "unknown field" },
  ]);
});

it("what is no answer of Kong's gives no errors, and no exception", () => {
  expect(["", "<html>413</html>", "null", "[]", '{"fields":7}'].map(parseKongErrors)).toEqual([[], [], [], [], []]);
});
