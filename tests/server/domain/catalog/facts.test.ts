import { describe, expect, it } from "vitest";
import { CATALOG, CATALOG_PLUGINS } from "@/server/domain/catalog/catalog";
import type { FieldSchema } from "@/server/domain/kong-schema/schema";
import { kongSchemas, type Raw } from "@/tests/support/kong-schemas";

const isRecord = (value: unknown): value is Raw => typeof value === "object" && value !== null && !Array.isArray(value);
const listOf = (value: unknown): Raw[] => (Array.isArray(value) ? value.filter(isRecord) : []);

/** No rules, but words for people, and how Kong stores things. */
const NO_RULES = ["help", "isAdvanced", "into", "unique_across_ws", "transient", "abstract", "func", "removal_in_version", "old_default"];
/** Made up by the node for its own process. */
const isMadeUp = (value: unknown) => value === "<random per process>";

/** The rules of a value in one form, whichever side they are from: fields by name, since their order is for forms. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).flatMap(([key, each]): [string, unknown][] => {
    if (NO_RULES.includes(key) || each === undefined || (each === false && ["required", "unique"].includes(key))) return [];
    if (key === "default" && (each === null || isMadeUp(each))) return [];
    if (key === "default") return [[key, each]];
    if (key === "eq" || key === "ne") return [[key, isRecord(each) ? each.value : each]];
    if (key === "custom_validator" || key === "check" || key === "fn") return [["lua", true]];
    if (key === "replaced_with") return [["replacedWith", listOf(each).map(({ path }) => path)]];
    if (key === "fields" || key === "shorthand_fields") return [[key, byName(listOf(each))]];
    return [[key, plain(each)]];
  });
  return Object.fromEntries(entries);
}

const byName = (fields: Raw[]) => Object.fromEntries(fields.map(({ name, ...rules }) => [String(name), plain({ type: rules.type ?? "any", ...rules })]));

/** What the catalog knows to be a secret though Kong does not say so. */
function withSecretsOf(kong: unknown, ours: unknown): unknown {
  if (!isRecord(kong) || !isRecord(ours)) return kong;
  const merged: Raw = Object.fromEntries(Object.entries(kong).map(([key, each]) => [key, key === "default" ? each : withSecretsOf(each, ours[key])]));
  return ours.encrypted === true ? { ...merged, encrypted: true } : merged;
}

const expectSame = (ours: unknown, kong: unknown) => expect(plain(ours)).toEqual(withSecretsOf(plain(kong), plain(ours)));

const entities = kongSchemas.filter((each) => each.of === "entity");
const plugins = kongSchemas.filter((each) => each.of === "plugin");

describe("the catalog has the rules of a real node", () => {
  it("it knows the same plugins", () => {
    expect(CATALOG_PLUGINS.map(({ name }) => name).sort()).toEqual(plugins.map(({ name }) => name).sort());
    expect(plugins.length).toBe(45);
  });

  it.each(plugins.map((each) => [each.name, each] as const))("of the plugin %s", (name, kong) => {
    const ours = CATALOG.plugin(name);
    const config = kong.fields.find((each) => each.name === "config");
    expectSame(
      { fields: [{ name: "config", ...ours?.config }], entity_checks: ours?.entity_checks ?? [] },
      { fields: [config], entity_checks: kong.entity_checks ?? [] },
    );
    expect({ ...ours?.scopes }).toEqual(kong.scopes);
    expect({ ...ours?.protocols }).toEqual(kong.protocols);
  });

  // Of these the catalog knows more: open-source Kong has one kind of vault, and the SNIs of a certificate are entities.
  const kongFields = ({ name, fields }: Raw) =>
    listOf(fields).filter((each) => !(name === "vaults" && ["name", "config"].includes(String(each.name))) && each.name !== "snis");
  const ourFields = (name: string) =>
    (CATALOG.entity(name)?.fields ?? []).filter((each) => !(name === "vaults" && ["name", "config"].includes(each.name)) && each.name !== "ttl");

  it.each(entities.filter(({ name }) => name !== "routes").map((each) => [each.name, each] as const))("of the entity kind %s", (name, kong) => {
    const ours = CATALOG.entity(name);
    expectSame(
      { fields: ourFields(name), shorthand_fields: ours?.shorthand_fields ?? [], entity_checks: ours?.entity_checks ?? [] },
      { fields: kongFields(kong), shorthand_fields: kong.shorthand_fields ?? [], entity_checks: kong.entity_checks ?? [] },
    );
    expect([ours?.nameKey, ours?.cacheKey, ours?.primaryKey ?? ["id"], ours?.nests ?? [], ours?.ttl ?? false]).toEqual([
      kong.endpoint_key,
      kong.cache_key,
      kong.primary_key,
      kong.nested,
      kong.ttl,
    ]);
  });

  it("of routes, for each protocol", () => {
    const kong = entities.find(({ name }) => name === "routes");
    const ours = CATALOG.entity("routes");
    expectSame({ fields: ours?.fields, entity_checks: ours?.entity_checks }, { fields: kong?.fields, entity_checks: kong?.entity_checks });
    const rules = (of: Record<string, Raw>) => Object.entries(of).map(([protocol, { fields, entity_checks }]) => ({ name: protocol, fields, entity_checks }));
    const told = kong?.subschemas_by_protocol as Record<string, Raw>; // safe because the file has it
    expectSame({ fields: rules({ ...ours?.byProtocol }) }, { fields: rules(told) });
  });
});

describe("the catalog is written for people", () => {
  const all = [...entities.flatMap(({ name }) => CATALOG.entity(name) ?? []), ...CATALOG_PLUGINS];

  it("each kind and each plugin says in one line what it is for", () => {
    expect(all.filter(({ help }) => !/^[A-Z].{10,119}\.$/.test(help)).map(({ name, help }) => [name, help])).toEqual([]);
  });

  const fieldsIn = ({ fields = [], elements, values }: Partial<FieldSchema>): FieldSchema[] => [
    ...fields.flatMap((each) => [each, ...fieldsIn(each)]),
    ...[elements, values].flatMap((each) => (each ? [each, ...fieldsIn(each)] : [])),
  ];

  it("help is one sentence or two, and ends like one", () => {
    const texts = all.flatMap((each) => fieldsIn("config" in each ? each.config : { fields: each.fields })).flatMap(({ help }) => help ?? []);
    expect(texts.length).toBeGreaterThan(500);
    expect(texts.filter((text) => text.length > 140 || !/^[A-Z0-9].*[.+]$|\$\.$/.test(text))).toEqual([]);
  });

  it("what must be filled in is never folded away", () => {
    const isHidden = ({ isAdvanced, required, default: base, auto, type }: FieldSchema) =>
      isAdvanced && required && base === undefined && !auto && type !== "record";
    const hidden = all.flatMap((each) => fieldsIn("config" in each ? each.config : { fields: each.fields })).filter(isHidden);
    expect(hidden).toEqual([]);
  });

  it("credentials, private keys and passwords are secrets", () => {
    const secretsOf = (kind: string) =>
      CATALOG.entity(kind)
        ?.fields.filter(({ encrypted }) => encrypted)
        .map(({ name }) => name);
    expect(
      ["basicauth_credentials", "keyauth_credentials", "hmacauth_credentials", "jwt_secrets", "oauth2_credentials", "certificates", "keys"].map(secretsOf),
    ).toEqual([["password"], ["key"], ["secret"], ["secret"], ["client_secret"], ["key", "key_alt"], ["jwk"]]);
  });
});
