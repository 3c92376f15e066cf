import { expect, it } from "vitest";
import { formFieldsOf } from "@/app/_shared/entity-form/form-fields";
import { concernedFields, idleFields, placedChecks } from "@/app/_shared/entity-form/rule-fields";
import { CATALOG } from "@/server/domain/catalog/catalog";
import type { Fields } from "@/app/_shared/entity-form/form-value";

const schema = CATALOG.entity("plugins");
const plugin = CATALOG.plugin("rate-limiting");
if (!schema || !plugin) throw new Error("The catalog lacks rate-limiting.");
const fields = formFieldsOf(schema, plugin);
const checks = placedChecks(schema, plugin);
const idle = (values: Fields, initial: Fields = {}) => Object.fromEntries(idleFields(fields, checks, values, initial));

it("what a choice makes meaningless is told with that choice, a record as a whole", () => {
  expect(idle({})).toEqual({
    '["config","redis"]': "only where Policy is redis",
    '["config","header_name"]': "only where Limit by is header",
    '["config","path"]': "only where Limit by is path",
  });
});

it("a field comes back with its choice, and one that was filled never goes", () => {
  expect(Object.keys(idle({ config: { policy: "redis", limit_by: "header" } }))).toEqual(['["config","path"]']);
  expect(Object.keys(idle({}, { config: { path: "/x", redis: { host: "r" } } }))).toEqual(['["config","header_name"]']);
});

it("a field that one of two choices asks for is told with both", () => {
  const upstreams = CATALOG.entity("upstreams");
  if (!upstreams) throw new Error("The catalog lacks upstreams.");
  const cookie = (values: Fields) => idleFields(formFieldsOf(upstreams), placedChecks(upstreams), values, {}).get('["hash_on_cookie"]');
  expect(cookie({})).toBe("only where Hash on is cookie, or Hash fallback is cookie");
  expect([cookie({ hash_on: "cookie" }), cookie({ hash_on: "ip", hash_fallback: "cookie" })]).toEqual([undefined, undefined]);
});

it("an error across fields marks each of them and is told under the first, and another marks none", () => {
  const text = 'At least one of "second", "minute", "hour", "day", "month" or "year" must be set.';
  const marked = concernedFields(checks, [{ severity: "error", field: [], text }]);
  expect([...marked.keys()]).toEqual(["second", "minute", "hour", "day", "month", "year"].map((name) => `["config","${name}"]`));
  for (const { lead, finding } of marked.values()) expect([lead, finding.text]).toEqual([["config", "second"], text]);
  expect(concernedFields(checks, [{ severity: "error", field: [], text: "Another plugin of this name is there." }]).size).toBe(0);
  expect(concernedFields(checks, [{ severity: "warning", field: [], text }]).size).toBe(0);
});
