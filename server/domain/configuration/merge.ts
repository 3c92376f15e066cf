import { ENTITY_KINDS } from "../config-document/entity-kinds";
import { textField } from "../config-document/entity-walk";
import { allEntities, entityOf, type ConfigEntity, type Configuration, type EntityKey } from "./configuration";
import { planDeletion } from "./delete-plan";
import { applyChanges } from "./diff-configurations";
import { referencesOf } from "./references";
import { keyText } from "./write-document";

/**
 * How an import is taken. `replace`: nothing else is left. `merge` without tags: what it holds is created or overwritten, all else
 * stays. `merge` with tags: besides, what has all the tags now and is not in the import is deleted, and what it holds gets them.
 */
export type MergeMode = { mode: "replace" } | { mode: "merge"; tags?: readonly string[] };

/**
 * The configuration once the import is taken. An entity of another id that is known to be the same (by its name, its certificate, or what
 * it is for and whom it concerns) keeps the id that it has now, and its place where that means the same; so that taking what was exported
 * changes nothing. `isMade`: true for an id that the import did not give itself; an id that it gave is kept where all is replaced.
 */
export function mergeConfigurations(
  current: Configuration,
  imported: Configuration,
  how: MergeMode,
  isMade: (key: EntityKey) => boolean = () => true,
): Configuration {
  const taken = adopt(current, imported, (key) => how.mode === "merge" || isMade(key));
  if (how.mode === "replace") return taken;
  const tags = how.tags ?? [];
  const incoming = tags.length > 0 ? withTags(taken, tags) : taken;
  const merged = applyChanges(
    current,
    [...allEntities(incoming)].map((after) => ({ after })),
  );
  if (tags.length === 0) return merged;
  const gone = [...allEntities(current)].filter((entity) => hasTags(entity, tags) && !entityOf(incoming, entity));
  return applyChanges(merged, planDeletion(merged, gone).changes);
}

const tagsOf = ({ fields }: ConfigEntity): readonly unknown[] => (Array.isArray(fields["tags"]) ? fields["tags"] : []);
const hasTags = (entity: ConfigEntity, tags: readonly string[]): boolean => tags.every((tag) => tagsOf(entity).includes(tag));

function withTags(configuration: Configuration, tags: readonly string[]): Configuration {
  const changes = [...allEntities(configuration)].flatMap((before) => {
    if (!ENTITY_KINDS.get(before.kind)?.sets.includes("tags") || hasTags(before, tags)) return [];
    return [{ before, after: { ...before, fields: { ...before.fields, tags: [...new Set([...tagsOf(before), ...tags])] } } }];
  });
  return applyChanges(configuration, changes);
}

/** The import with the ids, and the places, that its entities have now. Kinds are read in the order in which they refer to each other. */
function adopt(current: Configuration, imported: Configuration, mayChangeId: (key: EntityKey) => boolean): Configuration {
  const newIds = new Map<string, string>();
  const entities = new Map<string, Map<string, ConfigEntity>>();
  for (const kind of ENTITY_KINDS.keys()) {
    const ofKind = imported.entities.get(kind);
    if (!ofKind) continue;
    const known = identitiesOf(current, kind);
    const done = new Map<string, ConfigEntity>();
    for (const entity of ofKind.values()) {
      const moved = withNewIds(entity, newIds);
      const own = entityOf(current, entity);
      const same =
        own || known.size === 0 || !mayChangeId(entity)
          ? undefined
          : identityTexts(moved)
              .map((text) => known.get(text))
              .find((id) => id !== undefined);
      const id = same === undefined || ofKind.has(same) || done.has(same) ? entity.id : same;
      if (id !== entity.id) newIds.set(keyText(entity), id);
      done.set(id, inPlaceOf(id === moved.id ? moved : { ...moved, id }, entityOf(current, { kind, id })));
    }
    entities.set(kind, done);
  }
  return { ...imported, entities };
}

function withNewIds(entity: ConfigEntity, newIds: ReadonlyMap<string, string>): ConfigEntity {
  if (newIds.size === 0) return entity;
  let { parent, fields } = entity;
  for (const { field, to, isParent, isList } of referencesOf(entity)) {
    const id = newIds.get(keyText(to));
    if (id === undefined) continue;
    if (isParent) parent = { ...to, id };
    else if (!isList) fields = { ...fields, [field]: id };
    else fields = { ...fields, [field]: memberList(fields[field]).map((member) => (member === to.id ? id : member)) };
  }
  return { ...entity, ...(parent ? { parent } : {}), fields };
}

const memberList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The configuration with its entities in the places that the same ones have in `current`, where both mean the same. */
export function keepPlaces(current: Configuration, read: Configuration): Configuration {
  const moves = [...allEntities(read)].flatMap((before) => {
    const after = inPlaceOf(before, entityOf(current, before));
    return after === before ? [] : [{ before, after }];
  });
  return moves.length === 0 ? read : applyChanges(read, moves);
}

/** Nested in an entity and referring to it say the same: the form that it has now is kept. */
function inPlaceOf(entity: ConfigEntity, now: ConfigEntity | undefined): ConfigEntity {
  if (!now || now.parent?.id === entity.parent?.id) return entity;
  const { parent, ...flat } = entity;
  const field = parent && ENTITY_KINDS.get(parent.kind)?.nests[entity.kind];
  const written = parent && field !== undefined ? { ...flat, fields: { ...entity.fields, [field]: parent.id } } : flat;
  if (!now.parent) return field !== undefined && textField(now.fields, field) === parent?.id ? written : entity;
  const wanted = ENTITY_KINDS.get(now.parent.kind)?.nests[entity.kind] ?? "";
  if (textField(written.fields, wanted) !== now.parent.id) return entity;
  const { [wanted]: _, ...fields } = written.fields;
  return { ...written, parent: now.parent, fields };
}

function identitiesOf(configuration: Configuration, kind: string): Map<string, string> {
  const known = new Map<string, string>();
  for (const entity of configuration.entities.get(kind)?.values() ?? []) {
    for (const text of identityTexts(entity)) if (!known.has(text)) known.set(text, entity.id);
  }
  return known;
}

/** What tells an entity from all others of its kind, whatever its id; the surest first. */
function identityTexts(entity: ConfigEntity): string[] {
  const rules = ENTITY_KINDS.get(entity.kind);
  if (!rules) return [];
  const unique = rules.unique.flatMap((field) => {
    const value = textField(entity.fields, field);
    return value === undefined ? [] : [JSON.stringify([field, value])];
  });
  const certificate = entity.kind.endsWith("certificates") ? textField(entity.fields, "cert") : undefined;
  if (certificate !== undefined) unique.push(JSON.stringify(["cert", certificate.trim()]));
  // A plugin with an instance name is that one; another of the same plugin and scope is another.
  if (!rules.cacheKey || (entity.kind === "plugins" && unique.length > 0)) return unique;
  const references = new Map(referencesOf(entity).map(({ field, to }) => [field, to.id]));
  const keyFields = rules.enterpriseKey === undefined ? rules.cacheKey : [...rules.cacheKey, rules.enterpriseKey];
  const parts = keyFields.map((field) => references.get(field) ?? textField(entity.fields, field) ?? null);
  return parts.some((part) => part !== null) ? [...unique, JSON.stringify(parts)] : unique;
}
