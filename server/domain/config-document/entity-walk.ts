import { ENTITY_KINDS, type EntityKind } from "./entity-kinds";
import { isMap, type Finding } from "./finding";

/** One entity of a document and where it stands. */
export interface LocatedEntity {
  kind: string;
  rules: EntityKind;
  entity: Record<string, unknown>;
  path: (string | number)[];
  /** The entity it is nested in, and its own field that this stands for. Absent: it stands at top level. */
  parent?: { located: LocatedEntity; field: string };
}

/** Every entity of the document, parents before their children; what is not a map in a list is left out. */
export function locateEntities(document: Record<string, unknown>): LocatedEntity[] {
  const found: LocatedEntity[] = [];
  for (const [kind, rules] of ENTITY_KINDS) collect(found, document, kind, rules, []);
  return found;
}

function collect(
  found: LocatedEntity[],
  holder: Record<string, unknown>,
  kind: string,
  rules: EntityKind,
  path: (string | number)[],
  parent?: LocatedEntity["parent"],
): void {
  const list = Object.hasOwn(holder, kind) ? holder[kind] : undefined;
  if (!Array.isArray(list)) return;
  list.forEach((entity: unknown, index) => {
    if (!isMap(entity)) return;
    const located: LocatedEntity = { kind, rules, entity, path: [...path, kind, index], ...(parent ? { parent } : {}) };
    found.push(located);
    for (const [childKind, field] of Object.entries(rules.nests)) {
      const childRules = ENTITY_KINDS.get(childKind);
      if (childRules) collect(found, entity, childKind, childRules, located.path, { located, field });
    }
  });
}

/** The field's value if it is a non-empty string of the entity's own, else undefined. */
export function textField(entity: Record<string, unknown>, field: string | undefined): string | undefined {
  const value = field !== undefined && Object.hasOwn(entity, field) ? entity[field] : undefined;
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** How a finding names an entity. Values of credentials are secrets and are never quoted. */
export function describeEntity(located: LocatedEntity): NonNullable<Finding["entity"]> {
  const { hasRandomId, isNameSecret, nameKey } = located.rules;
  const nameField = located.kind === "plugins" ? "name" : hasRandomId || isNameSecret ? undefined : nameKey;
  const name = textField(located.entity, nameField);
  const id = textField(located.entity, "id");
  return { kind: located.kind, ...(name === undefined ? {} : { name }), ...(id === undefined ? {} : { id }) };
}
