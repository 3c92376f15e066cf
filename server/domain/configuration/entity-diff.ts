import type { SchemaSet } from "../kong-schema/schema";
import type { Configuration, EntityChange, EntityKey } from "./configuration";
import { changeKey } from "./diff-configurations";
import { diffFields, type FieldDiff } from "./diff-fields";
import { entityLabel } from "./entity-label";
import type { DependentsIndex } from "./references";

/** A change as a person reads it; holds no secret. */
export interface EntityDiff {
  key: EntityKey;
  label: string;
  /** The label before, of a renamed entity. */
  labelBefore?: string;
  /** `renamed`: it kept its id and goes by another name now; other fields may have changed besides. */
  change: "created" | "changed" | "deleted" | "renamed";
  fields: FieldDiff[];
}

/** Both sides of a change: where labels find what an entity refers to. */
export interface DiffSides {
  before: Configuration;
  after: Configuration;
  dependentsBefore?: DependentsIndex;
  dependentsAfter?: DependentsIndex;
}

/** The fields by which an entity goes; changing one renames it. */
const NAME_FIELDS = ["name", "username", "custom_id", "instance_name", "target", "prefix", "group"];

/** The change, told by entity and field. */
export function describeChange(change: EntityChange, { before, after, dependentsBefore, dependentsAfter }: DiffSides, schemas?: SchemaSet): EntityDiff {
  const key = changeKey(change);
  const fields = diffFields(change, schemas);
  const labelBefore = change.before && entityLabel(change.before, before, dependentsBefore);
  const labelAfter = change.after && entityLabel(change.after, after, dependentsAfter);
  const isRenamed = labelBefore !== labelAfter && fields.some(({ path }) => path.length === 1 && NAME_FIELDS.includes(String(path[0])));
  if (labelBefore === undefined) return { key, label: labelAfter ?? key.id, change: "created", fields };
  if (labelAfter === undefined) return { key, label: labelBefore, change: "deleted", fields };
  return isRenamed ? { key, label: labelAfter, labelBefore, change: "renamed", fields } : { key, label: labelAfter, change: "changed", fields };
}
