import { entityOf, type ConfigEntity, type Configuration, type EntityChange, type EntityKey } from "./configuration";
import { indexDependents, type DependentsIndex, type Reference } from "./references";
import { keyText } from "./write-document";

/** What the deletion of entities means for others. */
export interface DeletePlan {
  /** The named ones first, then what goes along: what is nested in them or cannot be without them. */
  deleted: ConfigEntity[];
  /** What stays, and no longer refers to a deleted one. */
  cleared: { entity: ConfigEntity; field: string }[];
  /** All of it, to be applied at once. */
  changes: EntityChange[];
}

/** The plan of deleting the entities of these keys; keys that are not there are passed over. */
export function planDeletion(
  configuration: Configuration,
  keys: readonly EntityKey[],
  dependents: DependentsIndex = indexDependents(configuration),
): DeletePlan {
  const deleted = new Map<string, ConfigEntity>();
  for (const key of keys) {
    const entity = entityOf(configuration, key);
    if (entity) deleted.set(keyText(key), entity);
  }
  // A Map hands out what is added while it is walked.
  for (const entity of deleted.values()) {
    for (const { entity: dependent, reference } of dependents.of(entity)) if (reference.isBinding) deleted.set(keyText(dependent), dependent);
  }
  const cleared: DeletePlan["cleared"] = [];
  const after = new Map<string, ConfigEntity>();
  for (const entity of deleted.values()) {
    for (const { entity: dependent, reference } of dependents.of(entity)) {
      const key = keyText(dependent);
      if (deleted.has(key)) continue;
      cleared.push({ entity: dependent, field: reference.field });
      after.set(key, withoutReference(after.get(key) ?? dependent, reference));
    }
  }
  const changes: EntityChange[] = [...deleted.values()].map((before) => ({ before }));
  for (const entity of after.values()) {
    const before = entityOf(configuration, entity);
    if (before) changes.push({ before, after: entity });
  }
  return { deleted: [...deleted.values()], cleared, changes };
}

/** A nested entity moves to top level; the members of a list that named the deleted one go. */
function withoutReference(entity: ConfigEntity, { field, to, isList, isParent }: Reference): ConfigEntity {
  const { parent, fields, ...key } = entity;
  if (isParent) return { ...key, fields };
  const { [field]: value, ...others } = fields;
  const left = isList && Array.isArray(value) ? value.filter((member) => member !== to.id) : [];
  return { ...key, ...(parent ? { parent } : {}), fields: left.length > 0 ? { ...others, [field]: left } : others };
}
