/**
 * What lists, searches and links read of the entities of one kind. Built once when first asked for; a change of a few entities
 * makes the next index from the one before, so that an edit costs the same however many there are.
 */
import { type ConfigEntity, EMPTY_CONFIGURATION, type EntityChange } from "../configuration/configuration";
import { entityLabel } from "../configuration/entity-label";
import { type Dependent, type Reference, referencesOf } from "../configuration/references";
import { shownField } from "../configuration/secrets";
import { keyText } from "../configuration/write-document";

/** An entity with what it is found and sorted by. */
export interface IndexedEntity {
  entity: ConfigEntity;
  /** Its label in lower case, as far as it tells of this entity alone: others may be renamed at any time. */
  order: string;
  tags: readonly string[];
  /** What a search looks in, in lower case: label, id, tags and fields that hold no secret. */
  text: string;
  references: readonly Reference[];
}

/** The entities of one kind. Never changed in place. */
export interface KindIndex {
  byLabel: readonly IndexedEntity[];
  /** How many entities carry each tag. */
  tags: ReadonlyMap<string, number>;
  /** By `keyText`: which of these entities refer to, or are nested in, that one. */
  dependents: ReadonlyMap<string, readonly Dependent[]>;
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const compare = (a: IndexedEntity, b: IndexedEntity): number => order(a.order, b.order) || order(a.entity.id, b.entity.id);

const tagsOf = ({ fields }: ConfigEntity): string[] => {
  const tags: unknown = Object.hasOwn(fields, "tags") ? fields["tags"] : undefined;
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === "string") : [];
};

/** What a search looks in, beside label, id and tags, as far as it is shown. */
const SEARCHED = [
  "host",
  "path",
  "url",
  "hosts",
  "paths",
  "methods",
  "custom_id",
  "instance_name",
  "name",
  "snis",
  "prefix",
  "kid",
  "description",
  "client_id",
  "group",
];

function textOf(entity: ConfigEntity, label: string, tags: readonly string[]): string {
  let text = `${label}\n${entity.id}`;
  for (const tag of tags) text += `\n${tag}`;
  for (const field of SEARCHED) {
    const value = shownField(entity, field);
    if (typeof value === "string") text += `\n${value}`;
    else if (Array.isArray(value)) for (const member of value) if (typeof member === "string") text += `\n${member}`;
  }
  return text.toLowerCase();
}

/** Entities are never changed, so that each is read once, whichever configurations it is in. */
const known = new WeakMap<ConfigEntity, IndexedEntity>();

/** What an entity is found and sorted by. */
export function indexEntity(entity: ConfigEntity): IndexedEntity {
  const read = known.get(entity);
  if (read) return read;
  const [label, tags] = [entityLabel(entity, EMPTY_CONFIGURATION), tagsOf(entity)];
  const indexed = { entity, order: label.toLowerCase(), tags, text: textOf(entity, label, tags), references: referencesOf(entity) };
  known.set(entity, indexed);
  return indexed;
}

function count(tags: Map<string, number>, tag: string, by: 1 | -1): void {
  const left = (tags.get(tag) ?? 0) + by;
  if (left > 0) tags.set(tag, left);
  else tags.delete(tag);
}

/** The index of the entities of one kind. */
export function indexKind(entities: Iterable<ConfigEntity>): KindIndex {
  const byLabel: IndexedEntity[] = [];
  const tags = new Map<string, number>();
  const dependents = new Map<string, Dependent[]>();
  for (const entity of entities) {
    const indexed = indexEntity(entity);
    byLabel.push(indexed);
    for (const tag of indexed.tags) count(tags, tag, 1);
    for (const reference of indexed.references) {
      const target = keyText(reference.to);
      const known = dependents.get(target);
      if (known) known.push({ entity, reference });
      else dependents.set(target, [{ entity, reference }]);
    }
  }
  return { byLabel: byLabel.sort(compare), tags, dependents };
}

/** The first place in the list whose entity does not come before this one. */
function placeIn(list: readonly IndexedEntity[], wanted: IndexedEntity): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const there = list[middle];
    if (there && compare(there, wanted) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function remove(index: { byLabel: IndexedEntity[]; tags: Map<string, number>; dependents: Map<string, readonly Dependent[]> }, entity: ConfigEntity): void {
  const { byLabel, tags, dependents } = index;
  const old = indexEntity(entity);
  const at = placeIn(byLabel, old);
  if (byLabel[at]?.entity.id === entity.id) byLabel.splice(at, 1);
  for (const tag of old.tags) count(tags, tag, -1);
  for (const { to } of old.references) {
    const left = (dependents.get(keyText(to)) ?? []).filter((each) => each.entity.id !== entity.id);
    if (left.length > 0) dependents.set(keyText(to), left);
    else dependents.delete(keyText(to));
  }
}

/** The index after changes of entities of its kind: the same as `indexKind` of what they are then. */
export function updateKindIndex(index: KindIndex, changes: readonly EntityChange[]): KindIndex {
  const next = { byLabel: [...index.byLabel], tags: new Map(index.tags), dependents: new Map(index.dependents) };
  for (const { before, after } of changes) {
    if (before) remove(next, before);
    if (!after) continue;
    const now = indexEntity(after);
    next.byLabel.splice(placeIn(next.byLabel, now), 0, now);
    for (const tag of now.tags) count(next.tags, tag, 1);
    for (const reference of now.references) {
      const target = keyText(reference.to);
      next.dependents.set(target, [...(next.dependents.get(target) ?? []), { entity: after, reference }]);
    }
  }
  return next;
}
