import type { FieldHolder } from "./record-index";
import type { EntityCheck, EntitySchema, NamedField, PluginSchema, SchemaSet } from "./schema";

/** The rules that one entity is held against: those of its kind, with what its plugin or its protocol adds. */
export interface EntityRules {
  /** The fields other than references, and the checks of the kind. */
  holder: FieldHolder;
  /** Of the plugin or the protocol; run after those of the kind. */
  moreChecks: readonly EntityCheck[];
  foreign: readonly NamedField[];
  /** The references that the plugin takes none of. */
  closedScopes: ReadonlySet<string>;
  schema: EntitySchema;
}

const NONE: ReadonlySet<string> = new Set();
const isForeign = (field: NamedField): boolean => field.type === "foreign";

function rulesFrom(schema: EntitySchema, replaced: readonly NamedField[], moreChecks: readonly EntityCheck[] = [], closedScopes = NONE): EntityRules {
  const fields = schema.fields.map((field) => replaced.find(({ name }) => name === field.name) ?? field);
  const { entity_checks, shorthand_fields } = schema;
  const holder = { fields: fields.filter((field) => !isForeign(field)), entity_checks, shorthand_fields };
  return { holder, moreChecks, foreign: fields.filter(isForeign), closedScopes, schema };
}

/** Made once for each pair of schemas, which never change. */
const made = new WeakMap<object, WeakMap<object, EntityRules>>();

function remembered(schema: EntitySchema, addition: object, make: () => EntityRules): EntityRules {
  let ofSchema = made.get(schema);
  if (!ofSchema) made.set(schema, (ofSchema = new WeakMap()));
  let rules = ofSchema.get(addition);
  if (!rules) ofSchema.set(addition, (rules = make()));
  return rules;
}

function withPlugin(schema: EntitySchema, plugin: PluginSchema): EntityRules {
  const { allowed, default: byDefault } = plugin.protocols;
  const protocols: NamedField = { name: "protocols", type: "set", required: true, default: byDefault, elements: { type: "string", one_of: allowed } };
  const closed = Object.entries(plugin.scopes).flatMap(([scope, isOpen]) => (isOpen ? [] : [scope]));
  return rulesFrom(schema, [{ ...plugin.config, name: "config" }, protocols], plugin.entity_checks, new Set(closed));
}

const UNKNOWN_PLUGIN = {};

/** The rules of a plugin that nobody knows: its config may be anything. */
const withoutPlugin = (schema: EntitySchema): EntityRules => rulesFrom(schema, [{ name: "config", type: "any" }]);

function protocolOf(schema: EntitySchema, entity: Readonly<Record<string, unknown>>) {
  // What is absent is filled in before Kong looks; null is not absent.
  const { protocols = schema.fields.find(({ name }) => name === "protocols")?.default } = entity;
  const given: readonly unknown[] = Array.isArray(protocols) ? protocols : [protocols];
  // Kong goes by the first protocol that it knows.
  const first = given.find((each) => typeof each === "string" && Object.hasOwn(schema.byProtocol ?? {}, each));
  return typeof first === "string" ? schema.byProtocol?.[first] : undefined;
}

/** The rules for the entity, by its kind's schema and what it says of its plugin or protocols. */
export function rulesFor(schemas: SchemaSet, schema: EntitySchema, entity: Readonly<Record<string, unknown>>): EntityRules {
  if (schema.name === "plugins") {
    const plugin = typeof entity["name"] === "string" ? schemas.plugin(entity["name"]) : undefined;
    return plugin ? remembered(schema, plugin, () => withPlugin(schema, plugin)) : remembered(schema, UNKNOWN_PLUGIN, () => withoutPlugin(schema));
  }
  const ofProtocol = protocolOf(schema, entity);
  if (ofProtocol) return remembered(schema, ofProtocol, () => rulesFrom(schema, ofProtocol.fields, ofProtocol.entity_checks));
  return remembered(schema, schema, () => rulesFrom(schema, []));
}
