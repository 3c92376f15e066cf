import { expect, it } from "vitest";
import { cutText } from "@/app/_shared/cut-text";
import { labelOf } from "@/app/_shared/entity-form/field-label";
import { lackingSecrets, textFaults } from "@/app/_shared/entity-form/own-findings";
import { CATALOG } from "@/server/domain/catalog/catalog";

const lacking = (kind: string, values: Record<string, unknown>) => {
  const schema = CATALOG.entity(kind);
  if (!schema) throw new Error(`The catalog lacks ${kind}.`);
  return lackingSecrets(schema, values).map(({ field }) => field?.join("."));
};

it("a new credential is refused without the key that each node would make up otherwise", () => {
  expect(lacking("keyauth_credentials", {})).toEqual(["key"]);
  expect(lacking("keyauth_credentials", { key: "typed" })).toEqual([]);
  expect(lacking("hmacauth_credentials", { username: "a" })).toEqual(["secret"]);
  expect(lacking("oauth2_credentials", { client_id: "a" })).toEqual(["client_secret"]);
  expect(lacking("services", {})).toEqual([]);
});

it("a public key stands for the secret of a JWT credential", () => {
  expect(lacking("jwt_secrets", {})).toEqual(["key", "secret"]);
  expect(lacking("jwt_secrets", { key: "a", rsa_public_key: "pem" })).toEqual([]);
});

it("a text that no page can show is refused where it is typed, however deep", () => {
  const faults = textFaults({ name: "a\u0000b", tags: ["fine 😀", "half \ud800"], config: { "x-y": { z: "\udc00" } } });
  expect(faults.map(({ severity, field }) => `${severity} ${field?.join(".")}`)).toEqual(["error name", "error tags.1", "error config.x-y.z"]);
});

it("a long text is cut, and never in the middle of a character", () => {
  expect(cutText("short")).toBe("short");
  expect(cutText("a".repeat(10_000))).toBe(`${"a".repeat(80)}…`);
  expect(cutText(`${"a".repeat(79)}😀😀`)).toBe(`${"a".repeat(79)}…`);
});

it("what is PEM is called a certificate or a private key, and a plugin's config its configuration", () => {
  const fields = CATALOG.entity("certificates")?.fields ?? [];
  const label = (name: string) => fields.filter((field) => field.name === name).map(labelOf)[0];
  expect(["cert", "key", "cert_alt", "key_alt", "tags"].map(label)).toEqual([
    "Certificate (PEM)",
    "Private key (PEM)",
    "Other certificate (PEM)",
    "Other private key (PEM)",
    "Tags",
  ]);
  expect(labelOf({ name: "config", type: "record" })).toBe("Configuration");
});
