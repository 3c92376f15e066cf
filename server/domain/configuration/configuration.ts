/**
 * A group's configuration as a set of entities, each with an identity of its own: what drafts, diffs, versions and forms work
 * on. A declarative document becomes one (`read-document.ts`) and is written from one (`write-document.ts`). An entity keeps the
 * place in which it was written, at top level or nested in its parent, because Kong checks nested ones less strictly.
 */

/** The identity of an entity: ids are unique within a kind. */
export interface EntityKey {
  /** Kong's name of the collection: `routes`. */
  kind: string;
  id: string;
}

/** One entity. Values are plain JSON and never changed in place. */
export interface ConfigEntity extends EntityKey {
  /** What it is nested in; the parent stands for the field that refers to it. Absent: it stands at top level. */
  parent?: EntityKey;
  /** Its own fields as written, without `id` and without lists of nested entities. References hold the id of what they mean. */
  fields: Readonly<Record<string, unknown>>;
}

/** A whole configuration. */
export interface Configuration {
  /** By kind, then by id. Kinds without entities are absent. */
  entities: ReadonlyMap<string, ReadonlyMap<string, ConfigEntity>>;
  /** The top-level keys that are no entities: `_format_version` and, where written, `_transform`. */
  top: Readonly<Record<string, unknown>>;
}

/** One entity's change. `before` absent: created; `after` absent: deleted. Both have the same key. */
export interface EntityChange {
  before?: ConfigEntity;
  after?: ConfigEntity;
}

/** A configuration without an entity. */
export const EMPTY_CONFIGURATION: Configuration = { entities: new Map(), top: { _format_version: "3.0" } };

/** The entity of that key, or undefined. */
export const entityOf = ({ entities }: Configuration, { kind, id }: EntityKey): ConfigEntity | undefined => entities.get(kind)?.get(id);

/** Every entity, kind by kind. */
export function* allEntities({ entities }: Configuration): Generator<ConfigEntity> {
  for (const ofKind of entities.values()) yield* ofKind.values();
}
