import { ENTITY_KINDS } from "../domain/config-document/entity-kinds";
import { textField } from "../domain/config-document/entity-walk";
import { type ConfigEntity, type Configuration, entityOf } from "../domain/configuration/configuration";
import { writeYaml } from "../domain/config-document/write-yaml";

/** The name by which a reference to the entity is written; undefined where its id has to do. */
function nameOf({ entities }: Configuration, { kind, fields }: ConfigEntity): string | undefined {
  const rules = ENTITY_KINDS.get(kind);
  const name = rules?.hasRandomId ? undefined : textField(fields, rules?.nameKey);
  // A name wins over an id, so one that looks like another's id would mean something else.
  return name !== undefined && !entities.get(kind)?.has(name) ? name : undefined;
}

/** An entity as YAML for people: its own fields, references by name where there is one. Masks what the caller has masked. */
export function entityYaml(entity: ConfigEntity, configuration: Configuration): string {
  const fields: Record<string, unknown> = { ...entity.fields };
  for (const [field, { to }] of Object.entries(ENTITY_KINDS.get(entity.kind)?.foreign ?? {})) {
    const id = textField(entity.fields, field);
    const target = id === undefined ? undefined : entityOf(configuration, { kind: to, id });
    if (target) fields[field] = nameOf(configuration, target) ?? id;
  }
  return writeYaml(fields);
}
