import { assignIds, isRemark } from "../config-document/assign-ids";
import { idsByName, referenceText, type IdMaker, type IdsByName } from "../config-document/entity-ids";
import { ENTITY_KINDS } from "../config-document/entity-kinds";
import { locateEntities, textField, type LocatedEntity } from "../config-document/entity-walk";
import { withoutServiceUrl } from "../kong-schema/service-url";
import type { ConfigEntity, Configuration, EntityKey } from "./configuration";

/** What a reference may hold of each kind's entities, and whom it then means. */
interface Targets {
  ids: ReadonlyMap<LocatedEntity, string>;
  byName: IdsByName;
}

/**
 * The entities of a document that passed `checkConfigDocument`, each with the id that it is served with. References hold the id of
 * what they mean (where a text is the name of one and the id of another, the name wins, as Kong has it); a dangling one stays as
 * written. `onMadeId` is told of every id that the document did not give.
 */
export function readDocument(document: Readonly<Record<string, unknown>>, makeId: IdMaker, onMadeId?: (key: EntityKey) => void): Configuration {
  const located = locateEntities(document);
  const ids = assignIds(located, makeId);
  const targets: Targets = { ids, byName: idsByName(located, ids) };
  const entities = new Map<string, Map<string, ConfigEntity>>();
  for (const kind of ENTITY_KINDS.keys()) entities.set(kind, new Map());
  for (const each of located) {
    const entity = readEntity(each, targets);
    entities.get(each.kind)?.set(entity.id, entity);
    if (textField(each.entity, "id") === undefined) onMadeId?.({ kind: each.kind, id: entity.id });
  }
  for (const [kind, ofKind] of entities) if (ofKind.size === 0) entities.delete(kind);
  const top = Object.entries(document).filter(([key]) => !ENTITY_KINDS.has(key) && !isRemark(key));
  return { entities, top: Object.fromEntries(top) };
}

function readEntity(each: LocatedEntity, { ids, byName }: Targets): ConfigEntity {
  const { kind, rules, parent } = each;
  const entity = kind === "services" ? withoutServiceUrl(each.entity) : each.entity;
  const fields: Record<string, unknown> = {};
  for (const key of Object.keys(entity)) {
    if (isRemark(key) || (key === "id" && rules.takesId) || Object.hasOwn(rules.nests, key)) continue;
    // Beside nesting Kong ignores it: the parent wins.
    if (parent?.field === key) continue;
    const value = entity[key];
    const to = Object.hasOwn(rules.foreign, key) ? rules.foreign[key]?.to : undefined;
    const text = to === undefined ? undefined : referenceText(value);
    fields[key] = to === undefined || text === undefined ? value : (byName.get(to)?.get(text) ?? text);
  }
  const id = ids.get(each) ?? "";
  const parentId = parent && ids.get(parent.located);
  return parent && parentId !== undefined ? { kind, id, parent: { kind: parent.located.kind, id: parentId }, fields } : { kind, id, fields };
}
