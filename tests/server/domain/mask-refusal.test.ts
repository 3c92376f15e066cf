import { expect, it } from "vitest";
import { CATALOG } from "@/server/domain/catalog/catalog";
import { SECRET_MASK } from "@/server/domain/configuration/secrets";
import { maskRefusal } from "@/server/domain/mask-refusal";

const refusal = (items: object[]) => JSON.stringify({ code: 14, name: "invalid declarative configuration", fields: {}, flattened_errors: items });
const masked = (body: string) => maskRefusal(body, CATALOG);

it("a secret in an entity that Kong repeats is masked, its message too", () => {
  const body = refusal([
    {
      entity_type: "keyauth_credential",
      entity: { key: "of-alice", consumer: "alice" },
      errors: [{ type: "field", field: "key", message: "the key of-alice is too short" }],
    },
    { entity_type: "plugin", entity_name: "ai-proxy", entity: { name: "ai-proxy", config: { auth: { header_value: "Bearer abc" } } }, errors: [] },
    { entity_type: "certificate", entity: { cert: "-----BEGIN CERTIFICATE-----\nA", key: "-----BEGIN PRIVATE KEY-----\nB" }, errors: [] },
  ]);
  const text = masked(body);
  expect(text).not.toMatch(/of-alice|Bearer abc|PRIVATE KEY/);
  expect(text).toContain("alice");
  expect(text).toContain("BEGIN CERTIFICATE");
  expect(text).toContain(SECRET_MASK);
});

it("a credential that Kong names as declared twice is masked, a name is not", () => {
  const twice = (kind: string, field: string) => `uniqueness violation: '${kind}' entity with ${field} set to 'abc-1' already declared`;
  const body = JSON.stringify({ fields: { keyauth_credentials: [twice("keyauth_credentials", "key")], services: [twice("services", "name")] } });
  expect(masked(body).match(/abc-1/g)).toHaveLength(1);
  expect(masked(body)).toContain("with name set to 'abc-1'");
});

it("an answer that was cut loses what is named like a secret", () => {
  const body = refusal([{ entity_type: "basicauth_credential", entity: { username: "alice", password: "not-to-be-seen" }, errors: [] }]);
  for (const end of [body.indexOf("be-seen"), body.length - 1]) {
    expect(masked(body.slice(0, end))).not.toContain("not-to");
    expect(masked(body.slice(0, end))).toContain("alice");
  }
});

it("an answer without a secret stays exactly as it came", () => {
  for (const body of [
    "",
    "no JSON",
    "[]",
    '{"message":  "An unexpected error occurred"}',
    '{"flattened_errors":{},  "fields":{"_format_version":"expected a string"}}',
  ]) {
    expect(masked(body)).toBe(body);
  }
});
