import type { EntityCheck, FieldSchema, NamedField, PluginSchema, ShorthandField } from "../kong-schema/schema";
import { markedByName } from "../configuration/secret-names";
import { readCheck } from "./told-checks";
import { asList, asRecord, asText, type Json, readRules } from "./told-rules";

/**
 * Reads what a node says of a plugin: Kong's answer to `GET /schemas/plugins/{name}`. Its form: fields are lists of maps with one
 * key, the field's name; functions are left out; an empty list may come as `{}`. The node may run any version and custom code,
 * so rules that are not known are dropped, and what is no schema at all is undefined. Never throws; reads a bounded part.
 */

const MOST_FIELDS = 5000;
/** The deepest of Kong's own has some thirty levels of JSON. */
const MOST_LEVELS = 64;
/** A longer form folds away what need not be set. */
const LONG_FORM = 16;

interface Budget {
  fields: number;
}

const TYPES: Readonly<Record<string, FieldSchema["type"]>> = {
  string: "string",
  integer: "integer",
  number: "number",
  boolean: "boolean",
  array: "array",
  set: "set",
  map: "map",
  record: "record",
  foreign: "foreign",
  json: "json",
  function: "function",
};

/** Kong cannot tell an empty list from an empty object. */
function readDefault(type: FieldSchema["type"], value: Json): Json {
  if (value === null || typeof value !== "object" || Object.keys(value).length > 0) return value;
  return type === "array" || type === "set" ? [] : {};
}

function readInner(raw: Readonly<Record<string, Json>>, budget: Budget): Partial<FieldSchema> {
  const inner: Partial<FieldSchema> = {};
  for (const key of ["elements", "keys", "values"] as const) {
    const part = asRecord(raw[key]);
    if (part) inner[key] = readField(part, budget);
  }
  if (raw.type !== "record" && raw.fields === undefined) return inner;
  const shorthands = readFields(raw.shorthand_fields, budget);
  const checks = readChecks(raw.entity_checks);
  inner.fields = readFields(raw.fields, budget);
  if (shorthands.length > 0) inner.shorthand_fields = shorthands.map(toShorthand);
  if (checks.length > 0) inner.entity_checks = checks;
  return inner;
}

const toShorthand = (field: NamedField): ShorthandField => field;

const readChecks = (raw: Json | undefined): EntityCheck[] => asList(raw).flatMap((each) => readCheck(each) ?? []);

function readField(raw: Readonly<Record<string, Json>>, budget: Budget): FieldSchema {
  const type = TYPES[asText(raw.type) ?? ""] ?? "any";
  const base = raw.default ?? null;
  return {
    type,
    ...readRules(raw),
    ...(base === null ? {} : { default: readDefault(type, base) }),
    ...readInner(raw, budget),
  };
}

function readFields(raw: Json | undefined, budget: Budget): NamedField[] {
  return asList(raw).flatMap((entry) => {
    const [[name, rules] = [], ...others] = Object.entries(asRecord(entry) ?? {});
    const record = asRecord(rules);
    if (name === undefined || others.length > 0 || !record || budget.fields <= 0) return [];
    budget.fields -= 1;
    const field = readField(record, budget);
    return [markedByName({ name, ...field })];
  });
}

const isForbidden = (fields: readonly NamedField[], name: string): boolean => fields.some((each) => each.name === name && each.eq?.value === null);

const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : []);

/** In a long form, what has a default or need not be set is folded away. */
const folded = (fields: readonly NamedField[]): readonly NamedField[] =>
  fields.length < LONG_FORM
    ? fields
    : fields.map((each) => (each.required && each.default === undefined && each.type !== "record" ? each : { ...each, isAdvanced: true }));

const isWithin = (value: Json, levels: number): boolean =>
  typeof value !== "object" || value === null || (levels > 0 && Object.values(value).every((each) => isWithin(each, levels - 1)));

function parsed(text: string): Readonly<Record<string, Json>> | undefined {
  try {
    const value = asRecord(JSON.parse(text));
    return value && isWithin(value, MOST_LEVELS) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What the node said of the plugin, or undefined where that is no schema. */
export function readToldSchema(name: string, text: string): PluginSchema | undefined {
  const raw = parsed(text);
  const fields = readFields(raw?.fields, { fields: MOST_FIELDS });
  const config = fields.find((each) => each.name === "config");
  if (config?.type !== "record" || !config.fields) return undefined;
  const protocols = fields.find((each) => each.name === "protocols");
  const allowed = texts(protocols?.elements?.one_of);
  const checks = readChecks(raw?.entity_checks);
  return {
    name,
    purpose: "Custom",
    help: `A plugin that the nodes of this fleet have loaded.`,
    scopes: {
      service: !isForbidden(fields, "service"),
      route: !isForbidden(fields, "route"),
      consumer: !isForbidden(fields, "consumer"),
      ...(isForbidden(fields, "consumer_group") ? { consumer_group: false } : {}),
    },
    protocols: { default: texts(protocols?.default), allowed },
    config: { type: "record", required: true, ...configRules(config), fields: folded(config.fields) },
    ...(checks.length > 0 ? { entity_checks: checks } : {}),
  };
}

/** The rules of the configuration as a whole, without its name. */
const configRules = ({ entity_checks, shorthand_fields }: NamedField) => ({
  ...(entity_checks ? { entity_checks } : {}),
  ...(shorthand_fields ? { shorthand_fields } : {}),
});
