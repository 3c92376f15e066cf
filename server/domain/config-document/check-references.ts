import type { EntityIds } from "./check-uniqueness";
import { referenceText } from "./entity-ids";
import { describeEntity, textField, type LocatedEntity } from "./entity-walk";
import { isEmptyList, isMap, type Finding } from "./finding";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What references may refer to. */
export interface Targets {
  /** Names and ids, by kind. */
  known: ReadonlyMap<string, ReadonlySet<string>>;
  /** Kinds with an entity whose generated id is not known to us. */
  unsure: ReadonlySet<string>;
}

/** The names and ids by which the entities may be referred to. `areExact`: the ids are those that Kong would make. */
export function collectTargets(located: readonly LocatedEntity[], ids: EntityIds, areExact: boolean): Targets {
  const known = new Map<string, Set<string>>();
  const unsure = new Set<string>();
  for (const each of located) {
    let ofKind = known.get(each.kind);
    if (!ofKind) known.set(each.kind, (ofKind = new Set<string>()));
    const id = ids.get(each);
    const name = textField(each.entity, each.rules.nameKey);
    if (name !== undefined) ofKind.add(name);
    if (id !== undefined) ofKind.add(id);
    if (!areExact && id?.startsWith("\u0000made:")) unsure.add(each.kind);
  }
  return { known, unsure };
}

/** True where an entity of the kind has the name or id, or where that cannot be told. */
export const isTarget = ({ known, unsure }: Targets, kind: string, reference: string): boolean =>
  known.get(kind)?.has(reference) === true || (UUID.test(reference) && unsure.has(kind));

/** The findings for references that are missing, malformed, dangling, or repeat what nesting already says. `isTaken`: whether the nodes know the kind. */
export function checkReferences(located: readonly LocatedEntity[], targets: Targets, isTaken: (kind: string) => boolean): Finding[] {
  return located.flatMap((each) =>
    Object.entries(each.rules.foreign).flatMap(([field, { to }]) => (isTaken(each.kind) && isTaken(to) ? checkField(each, field, targets) : [])),
  );
}

function checkField(each: LocatedEntity, field: string, targets: Targets): Finding[] {
  const foreign = each.rules.foreign[field];
  if (!foreign) return [];
  const value = Object.hasOwn(each.entity, field) ? each.entity[field] : undefined;
  const base = { severity: "error" as const, path: [...each.path, field], entity: describeEntity(each) };
  const isParent = each.parent?.field === field;
  if (value === undefined || value === null) {
    if (isParent || !foreign.isRequired) return [];
    const cure = `Give the name or id of an entry of "${foreign.to}".`;
    return [{ ...base, path: [...each.path], message: `"${field}" is missing.`, cure }];
  }
  const reference = referenceText(value);
  if (reference === undefined) return [{ ...base, ...malformed(field, foreign.to, value) }];
  if (isTarget(targets, foreign.to, reference)) return isParent ? [repeatsParent(each, field)] : [];
  const cure = isParent ? `Take "${field}" out: the place of the entry already says it.` : `Add it to "${foreign.to}", or correct the name.`;
  return [{ ...base, message: `"${field}" refers to "${reference.slice(0, 120)}", which is not in "${foreign.to}".`, cure }];
}

function malformed(field: string, to: string, value: unknown): { message: string; cure: string } {
  const cure = `Give the name or id of an entry of "${to}" as a text.`;
  if (isMap(value) && !isEmptyList(value)) return { message: `A reference as a map needs the id; Kong does not look up other fields.`, cure };
  return { message: `"${field}" is not a reference.`, cure };
}

function repeatsParent(each: LocatedEntity, field: string): Finding {
  const cure = "Take it out: the place of the entry already says it.";
  const message = `"${field}" is ignored here; the entry belongs to the one it is nested in.`;
  return { severity: "warning", message, cure, path: [...each.path, field], entity: describeEntity(each) };
}
