import { ENTITY_KINDS } from "../domain/config-document/entity-kinds";
import { textField } from "../domain/config-document/entity-walk";
import { type ConfigEntity, type Configuration, entityOf, type EntityChange } from "../domain/configuration/configuration";
import { changeKey } from "../domain/configuration/diff-configurations";
import { entityLabel } from "../domain/configuration/entity-label";
import { referencesOf } from "../domain/configuration/references";
import type { DraftFinding } from "../domain/draft";
import { kindNoun } from "../domain/entity-list/kind-noun";
import type { SchemaSet } from "../domain/kong-schema/schema";
import { dependentsIn } from "./draft-state";

const about = (entity: ConfigEntity, configuration: Configuration): Required<Pick<DraftFinding, "entity" | "path">> => ({
  entity: { kind: entity.kind, id: entity.id, name: entityLabel(entity, configuration) },
  path: [],
});

function danglingOf(entity: ConfigEntity, after: Configuration): DraftFinding[] {
  return referencesOf(entity)
    .filter(({ to }) => !entityOf(after, to))
    .map(({ field, to, isParent }) => ({
      ...about(entity, after),
      severity: "error",
      message: isParent ? `The ${kindNoun(to.kind)} it is nested in is not there any more.` : `There is no ${kindNoun(to.kind)} of this name or id.`,
      cure: `Choose another ${kindNoun(to.kind)}, or make it first.`,
      field: [field],
    }));
}

function repeatedOf(entity: ConfigEntity, after: Configuration): DraftFinding[] {
  const unique = ENTITY_KINDS.get(entity.kind)?.unique ?? [];
  return unique.flatMap((field): DraftFinding[] => {
    const value = textField(entity.fields, field);
    if (value === undefined) return [];
    for (const other of after.entities.get(entity.kind)?.values() ?? []) {
      if (other.id === entity.id || textField(other.fields, field) !== value) continue;
      const message = `Another ${kindNoun(entity.kind)} has the same ${field}.`;
      return [{ ...about(entity, after), severity: "error", message, cure: `Choose another: ${field} must be unique.`, field: [field] }];
    }
    return [];
  });
}

/** What lost its target: those that refer to an entity that the changes delete. */
function orphansOf(deleted: ConfigEntity, after: Configuration): DraftFinding[] {
  return dependentsIn(after)
    .of(deleted)
    .map(({ entity, reference }) => ({
      ...about(entity, after),
      severity: "error",
      message: `It refers to the ${kindNoun(deleted.kind)} ${entityLabel(deleted, after)}, which would be gone.`,
      cure: "Delete or change it first.",
      field: [reference.field],
    }));
}

const MOST_FINDINGS = 100;

/** What is to say about changed entities, in themselves and among the others of `after`, which the changes have made. Errors forbid the change. */
export function checkChanges(changes: readonly EntityChange[], after: Configuration, schemas: SchemaSet): DraftFinding[] {
  const findings: DraftFinding[] = [];
  for (const change of changes) {
    if (!ENTITY_KINDS.has(changeKey(change).kind)) continue;
    if (change.after) findings.push(...checkOne(change.after, schemas), ...danglingOf(change.after, after), ...repeatedOf(change.after, after));
    else if (change.before) findings.push(...orphansOf(change.before, after));
    if (findings.length > MOST_FINDINGS) break;
  }
  return findings.slice(0, MOST_FINDINGS);
}

/** What is to say about one entity of the configuration. */
export const checkInPlace = (entity: ConfigEntity, configuration: Configuration, schemas: SchemaSet): DraftFinding[] =>
  checkChanges([{ after: entity }], configuration, schemas);

function checkOne(_entity: ConfigEntity, _schemas: SchemaSet): DraftFinding[] {
  return [];
}
