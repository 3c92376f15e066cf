import { compareBytewise, stringifySorted } from "../config-document/canonical-json";
import { sortMembers } from "../config-document/assign-ids";
import { ENTITY_KINDS } from "../config-document/entity-kinds";
import { isMap } from "../config-document/finding";
import { isSame } from "../config-document/is-same";
import type { SchemaSet } from "../kong-schema/schema";
import type { ConfigEntity, Configuration } from "./configuration";
import { rulesOfEntity, type ValueRules } from "./field-rules";

/** The configuration with every set in one order; without schemas, the sets in plugins keep theirs. What has none stays the same object. */
export function orderFreeConfiguration(configuration: Configuration, schemas?: SchemaSet): Configuration {
  const entities = new Map<string, Map<string, ConfigEntity>>();
  for (const [kind, ofKind] of configuration.entities) {
    entities.set(kind, new Map([...ofKind].map(([id, entity]) => [id, orderFreeEntity(entity, schemas)])));
  }
  return { ...configuration, entities };
}

/** The entity with its sets in one order. */
function orderFreeEntity(entity: ConfigEntity, schemas?: SchemaSet): ConfigEntity {
  const rules = rulesOfEntity(entity.kind, entity.fields["name"], schemas);
  const fields = orderFreeMap(entity.fields, rules);
  return fields === entity.fields ? entity : { ...entity, fields };
}

function orderFreeMap(value: Readonly<Record<string, unknown>>, rules: ValueRules): Readonly<Record<string, unknown>> {
  let copy: Record<string, unknown> | undefined;
  for (const key of Object.keys(value)) {
    const member = value[key];
    if (typeof member !== "object" || member === null) continue;
    const done = orderFree(member, rules.at(key));
    if (done === member) continue;
    copy ??= { ...value };
    copy[key] = done;
  }
  return copy ?? value;
}

function orderFree(value: unknown, rules: ValueRules): unknown {
  if (isMap(value)) return orderFreeMap(value, rules);
  if (!Array.isArray(value)) return value;
  const members = value.some((member) => typeof member === "object" && member !== null) ? value.map((member, at) => orderFree(member, rules.at(at))) : value;
  const done = rules.isSet ? sortMembers(members) : members;
  return done.length === value.length && done.every((member, at) => member === value[at]) ? value : done;
}

/** True for values that differ in nothing but the order of sets and of keys. */
export function sameValue(left: unknown, right: unknown, rules: ValueRules): boolean {
  if (left === right || isSame(left, right)) return true;
  // Absence is not null: Kong fills in defaults for one and not for the other.
  if (left === undefined || right === undefined) return false;
  return stringifySorted(orderFree(left, rules)) === stringifySorted(orderFree(right, rules));
}

/** True for entities of one key that stand in the same place and say the same. */
export function sameEntity(left: ConfigEntity, right: ConfigEntity, schemas?: SchemaSet): boolean {
  if (left === right) return true;
  if (left.parent?.kind !== right.parent?.kind || left.parent?.id !== right.parent?.id) return false;
  if (left.fields === right.fields || isSame(left.fields, right.fields)) return true;
  const [before, after] = [orderFreeEntity(left, schemas), orderFreeEntity(right, schemas)];
  return stringifySorted(before.fields) === stringifySorted(after.fields);
}

const kindOrder = new Map([...ENTITY_KINDS.keys()].map((kind, at) => [kind, at]));

/** Orders keys by kind, as `ENTITY_KINDS` has them, then by id. */
export function compareKeys(left: { kind: string; id: string }, right: { kind: string; id: string }): number {
  if (left.kind === right.kind) return compareBytewise(left.id, right.id);
  return (kindOrder.get(left.kind) ?? -1) - (kindOrder.get(right.kind) ?? -1) || compareBytewise(left.kind, right.kind);
}
