/**
 * The form in which we write Kong's schema rules down. The rules keep Kong's own words (`one_of`, `len_min`, `entity_checks`)
 * and meaning, so that a schema that a node told (`PUT /schemas`) and one of our catalog are read by one interpreter.
 * Source: the schemas that Kong Gateway 3.9 reports of itself.
 */

/** The types of a field. `set`: a list without order or repetition. `foreign`: a reference. `json`: any JSON text or value. */
export type FieldType = "string" | "integer" | "number" | "boolean" | "array" | "set" | "map" | "record" | "foreign" | "json" | "function" | "any";

/** A Lua pattern that a string must (or must not) match, with the words that Kong says otherwise. */
export interface PatternRule {
  pattern: string;
  err?: string;
}

/** A deprecated name and what took its place; paths are relative to the record that holds it. */
export interface Deprecation {
  message: string;
  replacedWith?: readonly (readonly string[])[];
}

/** The rules of one value. Absent members set no rule. */
export interface FieldSchema {
  type: FieldType;
  required?: boolean;
  /** Filled in where the field is absent. */
  default?: unknown;
  /** Kong makes the value where it is absent (ids, timestamps, some keys). */
  auto?: boolean;
  uuid?: boolean;
  timestamp?: boolean;
  unique?: boolean;
  /** May be a `{vault://…}` reference, which is not resolved before use. */
  referenceable?: boolean;
  /** A secret: masked in the console, told as "changed" only. */
  encrypted?: boolean;
  /** `{ value: null }`: the field must not be set. */
  eq?: { value: unknown };
  ne?: { value: unknown };
  one_of?: readonly unknown[];
  not_one_of?: readonly unknown[];
  between?: readonly [number, number];
  gt?: number;
  /** Characters are bytes of UTF-8; of a list or map, its members. A string without `len_min` must not be empty. */
  len_min?: number;
  len_max?: number;
  len_eq?: number;
  starts_with?: string;
  ends_with?: string;
  /** Lua patterns. */
  match?: string;
  match_none?: readonly PatternRule[];
  match_all?: readonly PatternRule[];
  match_any?: { patterns: readonly string[]; err?: string };
  contains?: unknown;
  is_regex?: boolean;
  mutually_exclusive_subsets?: readonly (readonly string[])[];
  /** The words that Kong says in place of a rule's own. */
  err?: string;
  /** A check that Kong writes in Lua, by the name of its interpretation in `named-checks.ts`. */
  check?: string;
  /** Of `array` and `set`. */
  elements?: FieldSchema;
  /** Of `map`. */
  keys?: FieldSchema;
  values?: FieldSchema;
  /** Of `record`, in the order of a form. */
  fields?: readonly NamedField[];
  entity_checks?: readonly EntityCheck[];
  shorthand_fields?: readonly ShorthandField[];
  /** Of `foreign`: the kind it refers to. */
  reference?: string;
  /** Of `foreign`: the entity goes when what it refers to is deleted. Absent: what is referred to cannot be deleted before. */
  on_delete?: "cascade";
  /** Of `json`: a JSON Schema. */
  json_schema?: unknown;
  deprecation?: Deprecation;
  /** One line for people, in our words. */
  help?: string;
  /** Folded away in forms. */
  isAdvanced?: boolean;
}

/** A field of a record, by its name. */
export interface NamedField extends FieldSchema {
  name: string;
  /** What forms call it, in our words, where its name would say too little. */
  label?: string;
}

/** A name that is no field of its own: Kong copies or splits its value into others. `into`: by the name of its interpretation, else `deprecation.replacedWith`. */
export interface ShorthandField extends NamedField {
  into?: string;
}

/** A condition on one value, as in `if_match`. */
export type Condition = Omit<FieldSchema, "type"> & { type?: FieldType };

/** Rules across the fields of a record. Paths are dotted and relative to it. */
export type EntityCheck =
  | { at_least_one_of: readonly string[] }
  | { only_one_of: readonly string[] }
  | { distinct: readonly string[] }
  | { mutually_required: readonly string[] }
  | { mutually_exclusive: readonly string[] }
  | { mutually_exclusive_sets: { set1: readonly string[]; set2: readonly string[] } }
  | { conditional: { if_field: string; if_match: Condition; then_field: string; then_match: Condition; then_err?: string } }
  | {
      conditional_at_least_one_of: {
        if_field: string;
        if_match: Condition;
        then_at_least_one_of: readonly string[];
        then_err?: string;
        else_match?: Condition;
        else_then_at_least_one_of?: readonly string[];
        else_then_err?: string;
      };
    }
  | { custom_entity_check: { field_sources: readonly string[]; check: string; run_with_missing_fields?: boolean; run_with_invalid_fields?: boolean } };

/** The schema of an entity kind. */
export interface EntitySchema {
  /** Kong's name of the collection: `routes`. */
  name: string;
  /** The field by whose value others may refer to it, besides its id (Kong's `endpoint_key`). */
  nameKey?: string;
  /** The fields that together tell entities apart: without an id, two with the same values are one (Kong's `cache_key`). */
  cacheKey?: readonly string[];
  /** Where it is not `["id"]`. */
  primaryKey?: readonly string[];
  /** The kinds that a declarative document may nest in it. */
  nests?: readonly string[];
  fields: readonly NamedField[];
  entity_checks?: readonly EntityCheck[];
  shorthand_fields?: readonly ShorthandField[];
  /** Entities may carry a `ttl` in seconds, after which they end. */
  ttl?: boolean;
  /** What Kong makes of some fields (a hash of a password) and what it needs for that: all of it must be set where one input is. Dotted paths. */
  transformations?: readonly { input: readonly string[]; needs?: readonly string[] }[];
  /** Of routes: what holds besides for each of the entity's protocols. */
  byProtocol?: Readonly<Record<string, { fields: readonly NamedField[]; entity_checks?: readonly EntityCheck[] }>>;
  /** What it is for, in one line of our words. */
  help: string;
}

/** The purposes by which plugins are grouped. */
export const PLUGIN_PURPOSES = [
  "Authentication",
  "Security",
  "Traffic control",
  "Serverless",
  "Analytics and monitoring",
  "Transformation",
  "Logging",
  "AI",
  "Custom",
] as const;
/** What a plugin is for. */
export type PluginPurpose = (typeof PLUGIN_PURPOSES)[number];

/** The schema of a plugin: what `config` may hold, and how the plugin restricts the fields of its entity. */
export interface PluginSchema {
  name: string;
  purpose: PluginPurpose;
  /** What it does, in one line of our words. */
  help: string;
  /** False: the field of that name must be null on a plugin that is not nested. Absent: nobody knows, so that it may be set. */
  scopes: { service: boolean; route: boolean; consumer: boolean; consumer_group?: boolean };
  protocols: { default: readonly string[]; allowed: readonly string[] };
  /** The record of its configuration. */
  config: FieldSchema & { type: "record" };
  /** Checks of the plugin entity; paths begin with `config.`. */
  entity_checks?: readonly EntityCheck[];
}

/** What one kind of node takes: the schemas of one Gateway version. The catalog makes one; a group's told schemas override it. */
export interface SchemaSet {
  gatewayVersion: string;
  /** True: the node has no plugin but those known here, so that another one is an error. */
  isComplete?: boolean;
  entity(kind: string): EntitySchema | undefined;
  /** Undefined: nobody knows the plugin, so it passes unchecked, with a warning. */
  plugin(name: string): PluginSchema | undefined;
}
