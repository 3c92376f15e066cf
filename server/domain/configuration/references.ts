import { ENTITY_KINDS } from "../config-document/entity-kinds";
import { textField } from "../config-document/entity-walk";
import { allEntities, entityOf, type ConfigEntity, type Configuration, type EntityKey } from "./configuration";
import { keyText } from "./write-document";

/** One entity's word about another. */
export interface Reference {
  field: string;
  /** What it refers to; dangling where there is no such entity. */
  to: EntityKey;
  /** The field may hold several. */
  isList: boolean;
  /** The entity is nested in what it refers to. */
  isParent: boolean;
  /** It cannot be without what it refers to: where that is deleted it goes along. Else the field is cleared. */
  isBinding: boolean;
}

/** The references that Kong keeps without: deleting what they name clears them. All others go with it. */
const LOOSE_FIELDS: ReadonlySet<string> = new Set(["client_certificate", "ca_certificates"]);

/** By kind: the fields that refer to one entity. Put together once, because lists ask for every entity. */
const SINGLE_FIELDS = new Map(
  [...ENTITY_KINDS].map(([kind, { foreign }]) => [
    kind,
    Object.entries(foreign).map(([field, { to }]) => ({ field, to, isBinding: !LOOSE_FIELDS.has(field) })),
  ]),
);
const NO_FIELDS: readonly never[] = [];

/** Every reference of the entity, its parent first. */
export function referencesOf({ kind, parent, fields }: ConfigEntity): Reference[] {
  const found: Reference[] = [];
  const parentField = parent && ENTITY_KINDS.get(parent.kind)?.nests[kind];
  if (parent && parentField !== undefined) {
    found.push({ field: parentField, to: parent, isList: false, isParent: true, isBinding: !LOOSE_FIELDS.has(parentField) });
  }
  for (const { field, to, isBinding } of SINGLE_FIELDS.get(kind) ?? NO_FIELDS) {
    const id = field === parentField ? undefined : textField(fields, field);
    if (id !== undefined) found.push({ field, to: { kind: to, id }, isList: false, isParent: false, isBinding });
  }
  const listed: unknown = kind === "services" ? fields["ca_certificates"] : undefined;
  if (!Array.isArray(listed)) return found;
  for (const id of listed) {
    if (typeof id !== "string") continue;
    found.push({ field: "ca_certificates", to: { kind: "ca_certificates", id }, isList: true, isParent: false, isBinding: false });
  }
  return found;
}

/** A reference from the side of what it refers to. */
export interface Dependent {
  entity: ConfigEntity;
  reference: Reference;
}

/** Who refers to an entity or is nested in it, in constant time. */
export interface DependentsIndex {
  of(key: EntityKey): readonly Dependent[];
}

const NOBODY: readonly Dependent[] = [];

/** The dependents of every entity; made once for a configuration, in one pass. */
export function indexDependents(configuration: Configuration): DependentsIndex {
  const byKey = new Map<string, Dependent[]>();
  for (const entity of allEntities(configuration)) {
    for (const reference of referencesOf(entity)) {
      const key = keyText(reference.to);
      const list = byKey.get(key);
      if (list) list.push({ entity, reference });
      else byKey.set(key, [{ entity, reference }]);
    }
  }
  return { of: (key) => byKey.get(keyText(key)) ?? NOBODY };
}

/** What the entity's field refers to, nested in it or not; undefined: nothing that is there. */
export function referredEntity(configuration: Configuration, entity: ConfigEntity, field: string): ConfigEntity | undefined {
  const reference = referencesOf(entity).find((each) => each.field === field);
  return reference && entityOf(configuration, reference.to);
}
