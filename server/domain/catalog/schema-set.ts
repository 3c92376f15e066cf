import type { EntityCheck, FieldSchema, NamedField, PluginSchema, SchemaSet, ShorthandField } from "../kong-schema/schema";
import { CATALOG } from "./catalog";
import { enterpriseEntity, isEnterprise } from "./enterprise";
import { readToldSchema } from "./read-told-schema";

/** A plugin's schema as a node told it: the name, and the text of Kong's answer. */
export interface ToldSchema {
  plugin: string;
  schema: string;
}

const given = <Value>(value: Value | undefined, name: string) => (value === undefined ? {} : { [name]: value });

const isCustom = (check: EntityCheck): boolean => "custom_entity_check" in check;

/** Kong leaves its own code out of what it tells: what we know of it stays. */
const mergeChecks = (told: readonly EntityCheck[] | undefined, ours: readonly EntityCheck[] | undefined) => {
  const merged = [...(told ?? []), ...(ours ?? []).filter(isCustom)];
  return merged.length > 0 ? { entity_checks: merged } : {};
};

function mergeInner(told: FieldSchema, ours: FieldSchema): Partial<FieldSchema> {
  const inner: Partial<FieldSchema> = {};
  for (const key of ["elements", "keys", "values"] as const) {
    const [theirs, own] = [told[key], ours[key]];
    if (theirs && own) inner[key] = mergeField(theirs, own);
  }
  if (told.fields) inner.fields = mergeFields(told.fields, ours.fields ?? []);
  if (told.shorthand_fields) inner.shorthand_fields = told.shorthand_fields.map((each) => mergeShorthand(each, ours.shorthand_fields ?? []));
  return { ...inner, ...mergeChecks(told.entity_checks, ours.entity_checks) };
}

/** The node's rules, with what it cannot tell: our words, our checks, and what we know to be a secret. */
function mergeField<Field extends FieldSchema>(told: Field, ours: FieldSchema): Field {
  if (told.type !== ours.type) return told;
  const merged = {
    ...told,
    ...given(ours.help, "help"),
    ...given(ours.check, "check"),
    ...given(ours.is_regex, "is_regex"),
    ...given(ours.encrypted, "encrypted"),
    ...mergeInner(told, ours),
  };
  delete merged.isAdvanced;
  if (ours.isAdvanced) merged.isAdvanced = true;
  // Kong makes a secret up for its own process, and tells it as the default.
  if (ours.encrypted && ours.default === undefined) delete merged.default;
  return merged;
}

function mergeShorthand(told: ShorthandField, ours: readonly ShorthandField[]): ShorthandField {
  const own = ours.find((each) => each.name === told.name);
  return own ? { ...mergeField(told, own), ...given(own.deprecation, "deprecation"), ...given(own.into, "into") } : told;
}

/** In the order of our form; what only the node knows comes after. */
function mergeFields(told: readonly NamedField[], ours: readonly NamedField[]): readonly NamedField[] {
  const rank = new Map(ours.map((each, at) => [each.name, at]));
  const ordered = [...told].sort((a, b) => (rank.get(a.name) ?? ours.length) - (rank.get(b.name) ?? ours.length));
  return ordered.map((each) => {
    const own = ours.find(({ name }) => name === each.name);
    return own ? mergeField(each, own) : each;
  });
}

/** What the node told, in our words where we know the plugin. A told outline without fields says less than we know. */
function overlay(told: PluginSchema | undefined, ours: PluginSchema | undefined): PluginSchema | undefined {
  if (!told || !ours) return told ?? ours;
  if (told.config.fields?.length === 0 && ours.config.fields?.length !== 0) return ours;
  const { name, purpose, help } = ours;
  return {
    ...told,
    name,
    purpose,
    help,
    protocols: told.protocols.allowed.length > 0 ? told.protocols : ours.protocols,
    config: mergeField(told.config, ours.config),
    ...mergeChecks(told.entity_checks, ours.entity_checks),
  };
}

/** The last ones made, by all that they go by: what was read and checked by one of them need not be again. */
const made = new Map<string, SchemaSet>();
const MOST_MADE = 8;

/**
 * What nodes of that Gateway version take: the catalog, and over it what they told of their plugins. A told schema is read when
 * it is first asked for; one that cannot be read counts as not told.
 */
export function schemaSetFor(gatewayVersion: string, told: readonly ToldSchema[]): SchemaSet {
  const key = JSON.stringify([gatewayVersion, told]);
  const known = made.get(key) ?? makeSchemaSet(gatewayVersion, told);
  made.delete(key);
  made.set(key, known);
  for (const oldest of made.keys()) if (made.size > MOST_MADE) made.delete(oldest);
  return known;
}

function makeSchemaSet(gatewayVersion: string, told: readonly ToldSchema[]): SchemaSet {
  const textOf = new Map(told.map(({ plugin, schema }) => [plugin, schema]));
  const known = new Map<string, PluginSchema | undefined>();
  const read = (name: string): PluginSchema | undefined => {
    const text = textOf.get(name);
    return overlay(text === undefined ? undefined : readToldSchema(name, text), CATALOG.plugin(name));
  };
  return {
    gatewayVersion,
    entity: (kind) => (isEnterprise(gatewayVersion) ? enterpriseEntity(kind) : CATALOG.entity(kind)),
    plugin(name) {
      if (!known.has(name) && (textOf.has(name) || CATALOG.plugin(name))) known.set(name, read(name));
      return known.get(name);
    },
  };
}

const numbersOf = (gatewayVersion: string): number[] => (/^[\d.]+/.exec(gatewayVersion)?.[0] ?? "").split(".").map(Number);

/** Gateway versions with the newest first. */
export const newestFirst = (gatewayVersions: readonly string[]): string[] =>
  [...gatewayVersions].sort((a, b) => {
    const [left, right] = [numbersOf(a), numbersOf(b)];
    const at = [0, 1, 2, 3].find((index) => (left[index] ?? 0) !== (right[index] ?? 0));
    return at === undefined ? 0 : (right[at] ?? 0) - (left[at] ?? 0);
  });
