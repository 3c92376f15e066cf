import type { SchemaSet } from "../kong-schema/schema";
import type { ConfigEntity, Configuration, EntityChange, EntityKey } from "./configuration";
import { compareKeys, sameEntity } from "./order-free";

/**
 * The kind under which a change of the document's own keys (`_transform`) is told: one change, whose `fields` are all of `top`.
 * It is no entity: it is in no configuration's `entities` and counts nowhere.
 */
export const DOCUMENT_KIND = "_document";
const DOCUMENT_KEY: EntityKey = { kind: DOCUMENT_KIND, id: "document" };

const topAsEntity = ({ top }: Configuration): ConfigEntity => ({ ...DOCUMENT_KEY, fields: top });

/** The key of what a change concerns. */
export function changeKey({ before, after }: EntityChange): EntityKey {
  const entity = after ?? before;
  return entity ? { kind: entity.kind, id: entity.id } : DOCUMENT_KEY;
}

/** `changeKey` for comparing alone: it makes nothing, and has all the fields, secrets too. */
const concerned = ({ before, after }: EntityChange): EntityKey => after ?? before ?? DOCUMENT_KEY;

/** The changes by the kind of what they concern, in their order. */
export function changesByKind(changes: Iterable<EntityChange>): Map<string, EntityChange[]> {
  const byKind = new Map<string, EntityChange[]>();
  for (const change of changes) {
    const { kind } = concerned(change);
    const ofKind = byKind.get(kind);
    if (ofKind) ofKind.push(change);
    else byKind.set(kind, [change]);
  }
  return byKind;
}

/** What has to change for `before` to become `after`, by kind and id. Order that means nothing is no change; schemas tell which lists in plugins have none. */
export function diffConfigurations(before: Configuration, after: Configuration, schemas?: SchemaSet): EntityChange[] {
  const changes: EntityChange[] = [];
  for (const [kind, ofKind] of after.entities) {
    const old = before.entities.get(kind);
    if (old === ofKind) continue;
    for (const entity of ofKind.values()) {
      const was = old?.get(entity.id);
      if (!was) changes.push({ after: entity });
      else if (!sameEntity(was, entity, schemas)) changes.push({ before: was, after: entity });
    }
  }
  for (const [kind, ofKind] of before.entities) {
    const now = after.entities.get(kind);
    if (now === ofKind) continue;
    for (const entity of ofKind.values()) if (!now?.has(entity.id)) changes.push({ before: entity });
  }
  const [oldTop, newTop] = [topAsEntity(before), topAsEntity(after)];
  if (!sameEntity(oldTop, newTop)) changes.push({ before: oldTop, after: newTop });
  return changes.sort((a, b) => compareKeys(concerned(a), concerned(b)));
}

/** The configuration after the changes, which take what they find: whoever must not overwrite compares before. Untouched entities stay the same objects. */
export function applyChanges(configuration: Configuration, changes: readonly EntityChange[]): Configuration {
  const entities = new Map<string, ReadonlyMap<string, ConfigEntity>>(configuration.entities);
  const open = new Map<string, Map<string, ConfigEntity>>();
  let { top } = configuration;
  for (const change of changes) {
    const { kind, id } = concerned(change);
    if (kind === DOCUMENT_KIND) {
      top = change.after?.fields ?? top;
      continue;
    }
    const ofKind = open.get(kind) ?? new Map(entities.get(kind));
    open.set(kind, ofKind);
    if (change.after) ofKind.set(id, change.after);
    else ofKind.delete(id);
  }
  for (const [kind, ofKind] of open) {
    if (ofKind.size > 0) entities.set(kind, ofKind);
    else entities.delete(kind);
  }
  return { entities, top };
}

/** The changes that take these back. */
export function invertChanges(changes: readonly EntityChange[]): EntityChange[] {
  return changes.toReversed().map(({ before, after }) => ({ ...(after ? { before: after } : {}), ...(before ? { after: before } : {}) }));
}
