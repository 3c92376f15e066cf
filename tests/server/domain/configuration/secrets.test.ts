import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeKongId } from "@/server/kong-ids";
import { allEntities } from "@/server/domain/configuration/configuration";
import { looksSecret } from "@/server/domain/configuration/secret-names";
import { readDocument } from "@/server/domain/configuration/read-document";
import { maskDocument, maskSecrets, restoreDocument, restoreSecrets, SECRET_MASK } from "@/server/domain/configuration/secrets";
import type { FieldSchema, PluginSchema, SchemaSet } from "@/server/domain/kong-schema/schema";
import { configurations } from "@/tests/support/config-documents";

const plugin = (config: Record<string, unknown>) => ({ kind: "plugins", id: "p", fields: { name: "known", config } });
const text: FieldSchema = { type: "string" };
const CONFIG: PluginSchema["config"] = {
  type: "record",
  fields: [
    { name: "key_names", type: "array", elements: text },
    { name: "token", type: "string" },
    { name: "hush", type: "string", encrypted: true },
    { name: "codes", type: "array", elements: { type: "string", encrypted: true } },
    {
      name: "users",
      type: "array",
      elements: {
        type: "record",
        fields: [
          { name: "user", ...text },
          { name: "word", ...text, encrypted: true },
        ],
      },
    },
    { name: "headers", type: "map", keys: text, values: text },
  ],
  shorthand_fields: [{ name: "redis_password", type: "string" }],
};
const known: PluginSchema = {
  name: "known",
  purpose: "Security",
  help: "",
  scopes: { service: true, route: true, consumer: true },
  protocols: { default: [], allowed: [] },
  config: CONFIG,
};
const schemas: SchemaSet = { gatewayVersion: "3.9", entity: () => undefined, plugin: (name) => (name === "known" ? known : undefined) };

describe("maskSecrets", () => {
  it("hides what the schema calls encrypted, headers named like a secret, and old names of secrets; nothing else", () => {
    const config = {
      key_names: ["apikey"],
      token: "shown",
      hush: "s1",
      codes: ["s2"],
      users: [{ user: "u", word: "s3" }],
      headers: { Authorization: "s4", accept: "shown" },
      redis_password: "s5",
      unheard_of_secret: "s6",
    };
    expect(maskSecrets(plugin(config), schemas).fields["config"]).toEqual({
      key_names: ["apikey"],
      token: "shown",
      hush: SECRET_MASK,
      codes: [SECRET_MASK],
      users: [{ user: "u", word: SECRET_MASK }],
      headers: { Authorization: SECRET_MASK, accept: "shown" },
      redis_password: SECRET_MASK,
      unheard_of_secret: SECRET_MASK,
    });
  });

  it("hides what is named like a secret in a plugin that no one knows, at any depth", () => {
    const config = { clientSecret: "s", list: [{ api_key: "s", name: "n" }], credentials: { user: "s", pin: 12 }, key_names: ["a"], is_private: true };
    expect(maskSecrets({ kind: "plugins", id: "p", fields: { name: "own", config } }).fields["config"]).toEqual({
      clientSecret: SECRET_MASK,
      list: [{ api_key: SECRET_MASK, name: "n" }],
      credentials: { user: SECRET_MASK, pin: SECRET_MASK },
      key_names: ["a"],
      is_private: true,
    });
  });

  it("hides the secrets of every credential kind and key without any schema, and shows references to vaults", () => {
    const masked = (kind: string, fields: Record<string, unknown>) => maskSecrets({ kind, id: "x", fields }).fields;
    expect(masked("keyauth_credentials", { key: "s", tags: ["t"] })).toEqual({ key: SECRET_MASK, tags: ["t"] });
    expect(masked("basicauth_credentials", { username: "u", password: "s" })).toEqual({ username: "u", password: SECRET_MASK });
    expect(masked("jwt_secrets", { key: "iss", secret: "s" })).toEqual({ key: "iss", secret: SECRET_MASK });
    expect(masked("certificates", { cert: "c", key: "s", key_alt: "s" })).toEqual({ cert: "c", key: SECRET_MASK, key_alt: SECRET_MASK });
    expect(masked("keys", { kid: "k", pem: { private_key: "s", public_key: "p" } })).toEqual({ kid: "k", pem: { private_key: SECRET_MASK, public_key: "p" } });
    expect(masked("certificates", { key: "{vault://env/key}" })).toEqual({ key: "{vault://env/key}" });
  });

  it.each(["password", "clientSecret", "api_key", "apikey", "secret_v1", "redis_password", "Authorization", "aws_access_key_id", "privateKey"])(
    "%s looks secret",
    (name) => expect(looksSecret(name)).toBe(true),
  );
  it.each(["key_names", "token_header", "limit", "monkey", "secret_path", "keyring_size", "passive", "Accept"])("%s looks like no secret", (name) =>
    expect(looksSecret(name)).toBe(false),
  );
});

describe("restoreSecrets", () => {
  it("a masked entity that comes back unchanged is the stored one", () => {
    fc.assert(
      fc.property(configurations, (configuration) => {
        for (const entity of allEntities(configuration)) {
          expect(restoreSecrets(maskSecrets(entity), entity)).toEqual({ entity, faults: [] });
        }
      }),
    );
  });

  it("keeps what was typed, and follows members of an array that moved", () => {
    const stored = plugin({
      hush: "s",
      users: [
        { user: "a", word: "wa" },
        { user: "b", word: "wb" },
        { user: "c", word: "wc" },
      ],
    });
    const typed = plugin({
      hush: "new",
      users: [
        { user: "c", word: SECRET_MASK },
        { user: "a", word: SECRET_MASK },
      ],
    });
    expect(restoreSecrets(typed, stored, schemas)).toEqual({
      entity: plugin({
        hush: "new",
        users: [
          { user: "c", word: "wc" },
          { user: "a", word: "wa" },
        ],
      }),
      faults: [],
    });
  });

  it("follows a member by its place where another field of it changed", () => {
    const stored = plugin({
      users: [
        { user: "a", word: "wa" },
        { user: "b", word: "wb" },
      ],
    });
    const typed = plugin({
      users: [
        { user: "a", word: SECRET_MASK },
        { user: "bb", word: SECRET_MASK },
      ],
    });
    expect(restoreSecrets(typed, stored, schemas).entity).toEqual(
      plugin({
        users: [
          { user: "a", word: "wa" },
          { user: "bb", word: "wb" },
        ],
      }),
    );
  });

  it("tells a mask that could mean either of two secrets", () => {
    const stored = plugin({ codes: ["one", "two"] });
    expect(restoreSecrets(plugin({ codes: [SECRET_MASK] }), stored, schemas).faults).toMatchObject([{ field: ["config", "codes", 0] }]);
  });

  it.each<[string, Record<string, unknown>, (string | number)[]]>([
    ["in another field", { token: SECRET_MASK }, ["config", "token"]],
    ["within a text", { hush: `Bearer ${SECRET_MASK}` }, ["config", "hush"]],
    ["where nothing was stored", { headers: { "x-token": SECRET_MASK } }, ["config", "headers", "x-token"]],
    ["as a key", { headers: { [SECRET_MASK]: "a" } }, ["config", "headers"]],
  ])("tells a mask %s", (_, config, field) => {
    expect(restoreSecrets(plugin(config), plugin({ hush: "s" }), schemas).faults).toMatchObject([{ field }]);
  });

  it("tells every mask of an entity that is new", () => {
    expect(restoreSecrets(plugin({ hush: SECRET_MASK }), undefined, schemas).faults).toHaveLength(1);
  });
});

describe("maskDocument and restoreDocument", () => {
  it("a masked document that comes back unchanged is the stored configuration, and shows no secret", () => {
    fc.assert(
      fc.property(configurations, (configuration) => {
        const masked = maskDocument(configuration);
        const { document, findings } = restoreDocument(masked, configuration, makeKongId);
        expect(findings).toEqual([]);
        expect(readDocument(document, makeKongId)).toEqual(configuration);
      }),
    );
  });

  it("tells a mask that was copied to another entity, with its path", () => {
    const stored = readDocument({ _format_version: "3.0", keyauth_credentials: [{ id: "a", key: "s", consumer: "c" }] }, makeKongId);
    const document = {
      keyauth_credentials: [
        { id: "a", key: SECRET_MASK },
        { id: "b", key: SECRET_MASK },
      ],
    };
    const restored = restoreDocument(document, stored, makeKongId);
    expect(restored.findings).toMatchObject([{ severity: "error", path: ["keyauth_credentials", 1, "key"] }]);
    expect(restored.document).toEqual({
      keyauth_credentials: [
        { id: "a", key: "s" },
        { id: "b", key: SECRET_MASK },
      ],
    });
  });
});
