import { randomUUID } from "node:crypto";
import { kongKeyText, referenceText } from "../domain/config-document/entity-ids";
import { ENTITY_KINDS } from "../domain/config-document/entity-kinds";
import { textField } from "../domain/config-document/entity-walk";
import { type ConfigEntity, type Configuration, entityOf, type EntityKey } from "../domain/configuration/configuration";
import { withoutServiceUrl } from "../domain/kong-schema/service-url";
import { makeKongId } from "../kong-ids";

/** By the entities of a kind, which are never changed: the first id of each name. */
const namesOf = new WeakMap<ReadonlyMap<string, ConfigEntity>, ReadonlyMap<string, string>>();

function idsByName(ofKind: ReadonlyMap<string, ConfigEntity>, nameKey: string): ReadonlyMap<string, string> {
  const known = namesOf.get(ofKind);
  if (known) return known;
  const ids = new Map<string, string>();
  for (const { id, fields } of ofKind.values()) {
    const name = textField(fields, nameKey);
    if (name !== undefined && !ids.has(name)) ids.set(name, id);
  }
  namesOf.set(ofKind, ids);
  return ids;
}

/** The id of the entity of the kind that a text means, be it the id or the name; undefined: there is none. */
export function idMeant({ entities }: Configuration, kind: string, text: string): string | undefined {
  const ofKind = entities.get(kind);
  if (!ofKind || ofKind.has(text)) return ofKind && text;
  const nameKey = ENTITY_KINDS.get(kind)?.nameKey;
  return nameKey === undefined ? undefined : idsByName(ofKind, nameKey).get(text);
}

/** The id that a reference means; what means nothing that is there stays for the check to find. */
function resolveReference(configuration: Configuration, to: string, value: unknown): unknown {
  const text = referenceText(value);
  return text === undefined ? value : (idMeant(configuration, to, text) ?? text);
}

/** The entity with the ids of what its references name; the same object where they hold ids already. */
export function resolveReferences(configuration: Configuration, entity: ConfigEntity): ConfigEntity {
  let { fields } = entity;
  for (const [field, { to }] of Object.entries(ENTITY_KINDS.get(entity.kind)?.foreign ?? {})) {
    const value = Object.hasOwn(fields, field) ? fields[field] : undefined;
    const id = value === undefined ? undefined : resolveReference(configuration, to, value);
    if (id !== value) fields = { ...fields, [field]: id };
  }
  return fields === entity.fields ? entity : { ...entity, fields };
}

/** Fields as forms and YAML give them, in the form in which a configuration holds them: references hold ids; what is undefined is absent. */
function cleanFields(configuration: Configuration, kind: string, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const foreign = ENTITY_KINDS.get(kind)?.foreign ?? {};
  const fields: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(kind === "services" ? withoutServiceUrl(given) : given)) {
    const to = Object.hasOwn(foreign, field) ? foreign[field]?.to : undefined;
    // An emptied reference is none; Kong reads null so as well.
    if (value === undefined || (to !== undefined && (value === null || value === ""))) continue;
    if (field === "id" && ENTITY_KINDS.get(kind)?.takesId !== false) continue;
    fields[field] = to === undefined ? value : resolveReference(configuration, to, value);
  }
  return fields;
}

/** Kong's own id for an entity that has a key, if it is free; else a random one. */
function newId(configuration: Configuration, { kind, parent, fields }: Omit<ConfigEntity, "id">): string {
  const rules = ENTITY_KINDS.get(kind);
  if (!rules) return randomUUID();
  const parentField = parent && ENTITY_KINDS.get(parent.kind)?.nests[kind];
  const parentEntity = parent && entityOf(configuration, parent);
  const parentRules = parent && ENTITY_KINDS.get(parent.kind);
  const located =
    parentEntity && parentRules && parentField !== undefined
      ? { parent: { located: { kind: parentEntity.kind, rules: parentRules, entity: { ...parentEntity.fields }, path: [] }, field: parentField } }
      : {};
  const key = kongKeyText({ kind, rules, entity: { ...fields }, path: [], ...located }, parent?.id);
  const id = key === undefined ? undefined : makeKongId(kind, key);
  return id === undefined || entityOf(configuration, { kind, id }) ? randomUUID() : id;
}

/** What was typed about an entity. `existing` absent: a new one. */
export interface Edit {
  kind: string;
  fields: Readonly<Record<string, unknown>>;
  parent: EntityKey | undefined;
  existing: ConfigEntity | undefined;
}

/**
 * The entity that an edit makes. One that is nested stays so unless the reference to its parent is given and means another:
 * then it moves to top level, where references are written out.
 */
export function editedEntity(configuration: Configuration, { kind, fields: given, parent, existing }: Edit): ConfigEntity {
  const fields = cleanFields(configuration, kind, given);
  const nestedIn = parent ?? existing?.parent;
  const parentField = nestedIn && ENTITY_KINDS.get(nestedIn.kind)?.nests[kind];
  const stays = nestedIn !== undefined && parentField !== undefined && (!Object.hasOwn(given, parentField) || fields[parentField] === nestedIn.id);
  if (stays) delete fields[parentField];
  const place = stays ? { parent: nestedIn } : {};
  return { kind, id: existing?.id ?? newId(configuration, { kind, ...place, fields }), ...place, fields };
}
