/**
 * What has to be known of a value to compare or mask it: whether it is a secret, and whether its members have an order. Told by the
 * schemas where there are any; of what nobody knows, the name decides, so that a custom plugin's password is masked too.
 */
import { ENTITY_KINDS } from "../config-document/entity-kinds";
import { looksSecret } from "./secret-names";
import type { EntitySchema, FieldSchema, NamedField, SchemaSet, ShorthandField } from "../kong-schema/schema";

/** The rules of a value, and by `at` those of its members. */
export interface ValueRules {
  isSecret: boolean;
  /** Its members have no order, and none is there twice. */
  isSet: boolean;
  at(key: string | number): ValueRules;
}

/** Nothing is secret, every order counts. */
const PLAIN: ValueRules = { isSecret: false, isSet: false, at: () => PLAIN };
const SECRET: ValueRules = { isSecret: true, isSet: false, at: () => SECRET };
const SECRET_SET: ValueRules = { isSecret: true, isSet: true, at: () => SECRET };
const PLAIN_SET: ValueRules = { isSecret: false, isSet: true, at: () => PLAIN };
const GUESSED: ValueRules = { isSecret: false, isSet: false, at: (key) => (typeof key === "string" && looksSecret(key) ? SECRET : GUESSED) };

/** Secret whatever a schema says: Kong's own leave the credentials' keys out. */
const ALWAYS_SECRET: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    certificates: ["key", "key_alt"],
    keys: ["jwk"],
    parameters: ["value"],
    acme_storage: ["value"],
    basicauth_credentials: ["password"],
    hmacauth_credentials: ["secret"],
    jwt_secrets: ["secret"],
    keyauth_credentials: ["key"],
    oauth2_credentials: ["client_secret"],
    oauth2_authorization_codes: ["code"],
    oauth2_tokens: ["access_token", "refresh_token"],
    sessions: ["session_id", "data"],
  }),
);

/** Schemas are never changed, so that their rules are made once. */
const known = new WeakMap<object, ValueRules>();

function remembered(schema: object, make: () => ValueRules): ValueRules {
  const rules = known.get(schema) ?? make();
  known.set(schema, rules);
  return rules;
}

/** The rules of an entity of that kind; `pluginName` is its `name`, which for plugins and vaults decides on `config`. */
export function rulesOfEntity(kind: string, pluginName: unknown, schemas?: SchemaSet): ValueRules {
  const plugin = kind === "plugins" && typeof pluginName === "string" ? schemas?.plugin(pluginName) : undefined;
  const entity = entityRules(kind, schemas?.entity(kind));
  if (!plugin) return entity;
  const config = rulesOfField(plugin.config);
  return remembered(plugin, () => ({ isSecret: false, isSet: false, at: (key) => (key === "config" ? config : entity.at(key)) }));
}

/** Of a pair of keys the public one is no secret. */
const PEM: ValueRules = { isSecret: false, isSet: false, at: (key) => (key === "public_key" ? PLAIN : SECRET) };

/** What may hold anything: a plugin's own schema, where known, is asked before. */
const OPEN_FIELDS: ReadonlyMap<string, Readonly<Record<string, ValueRules>>> = new Map<string, Readonly<Record<string, ValueRules>>>([
  ["plugins", { config: GUESSED }],
  ["vaults", { config: GUESSED }],
  ["filter_chains", { filters: GUESSED }],
  ["keys", { pem: PEM }],
]);

const withoutSchema = new Map<string, ValueRules>();

function entityRules(kind: string, schema: EntitySchema | undefined): ValueRules {
  if (schema) return remembered(schema, () => makeEntityRules(kind, membersOf(schema.fields, schema.shorthand_fields)));
  const rules = withoutSchema.get(kind) ?? makeEntityRules(kind, new Map());
  if (ENTITY_KINDS.has(kind)) withoutSchema.set(kind, rules);
  return rules;
}

function makeEntityRules(kind: string, fields: ReadonlyMap<string, FieldSchema>): ValueRules {
  const rules = new Map<string | number, ValueRules>();
  for (const [name, field] of fields) rules.set(name, rulesOfField(field));
  for (const name of ENTITY_KINDS.get(kind)?.sets ?? []) rules.set(name, PLAIN_SET);
  for (const [name, open] of Object.entries(OPEN_FIELDS.get(kind) ?? {})) rules.set(name, open);
  for (const name of ALWAYS_SECRET.get(kind) ?? []) rules.set(name, SECRET);
  return { isSecret: false, isSet: false, at: (key) => rules.get(key) ?? PLAIN };
}

/** The rules that a schema gives a value. */
function rulesOfField(schema: FieldSchema): ValueRules {
  return remembered(schema, () => makeFieldRules(schema));
}

const fieldRules = (schema: FieldSchema | undefined): ValueRules | undefined => schema && rulesOfField(schema);

function makeFieldRules(schema: FieldSchema): ValueRules {
  const isSet = schema.type === "set";
  if (schema.encrypted === true) return isSet ? SECRET_SET : SECRET;
  if (schema.type === "record") {
    const members = membersOf(schema.fields ?? [], schema.shorthand_fields);
    return { ...GUESSED, at: (key) => fieldRules(members.get(String(key))) ?? GUESSED.at(key) };
  }
  if (isSet || schema.type === "array") {
    const elements = schema.elements ? rulesOfField(schema.elements) : GUESSED;
    return { isSecret: false, isSet, at: () => elements };
  }
  if (schema.type === "map") {
    const values = schema.values ? rulesOfField(schema.values) : GUESSED;
    // People keep tokens in maps of headers, whose schema tells nothing of their values.
    return { isSecret: false, isSet: false, at: (key) => (typeof key === "string" && looksSecret(key) ? SECRET : values) };
  }
  return schema.type === "json" || schema.type === "any" ? GUESSED : PLAIN;
}

function membersOf(fields: readonly NamedField[], shorthands: readonly ShorthandField[] = []): Map<string, FieldSchema> {
  const members = new Map<string, FieldSchema>();
  for (const field of shorthands) members.set(field.name, { ...field, encrypted: field.encrypted === true || looksSecret(field.name) });
  for (const field of fields) members.set(field.name, field);
  return members;
}

/** Rules by which a secret of either is one, for values of which one may stand where the other's schema knows none. */
export function eitherRules(left: ValueRules, right: ValueRules): ValueRules {
  if (left === right) return left;
  return { isSecret: left.isSecret || right.isSecret, isSet: left.isSet && right.isSet, at: (key) => eitherRules(left.at(key), right.at(key)) };
}
