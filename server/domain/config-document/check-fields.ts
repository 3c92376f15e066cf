import { checkEntity, type CheckSurroundings, type EntityFault } from "../kong-schema/check-entity";
import { ENTITY_KINDS } from "./entity-kinds";
import { describeEntity, type LocatedEntity } from "./entity-walk";
import { type Finding, isError } from "./finding";
import { matchBudget } from "../kong-schema/lua-pattern";
import { isUuid } from "../kong-schema/value-rules";

/** What is known of the document's references. */
export interface ReferenceFacts {
  /** True where an entity of the kind has the name or id. */
  knows(kind: string, nameOrId: string): boolean;
  /** What was already said of them, and is not said twice. */
  told: readonly Finding[];
}

/** What a resolved reference is to a check that only asks whether there is one. */
const RESOLVED = { id: "00000000-0000-4000-8000-000000000000" };

function skipsOf({ rules }: LocatedEntity): (name: string) => boolean {
  return (name) => Object.hasOwn(rules.nests, name) || (ENTITY_KINDS.has(name) && !rules.plainFields.includes(name));
}

const NO_FAULTS: EntityFault[] = [];
/** Of errors; the document is refused whatever else it holds. */
const MOST_FAULTS = 10_000;
/** Some hundred bytes each. */
const MOST_SOUND = 150_000;

/**
 * By rules: the entities, as texts, of which nothing was to be said. Who imports, reviews and publishes has each of them checked
 * three times, and nearly all are sound.
 */
const soundBy = new WeakMap<CheckSurroundings["named"], WeakMap<CheckSurroundings["schemas"], Set<string>>>();

function soundFor({ named, schemas }: CheckSurroundings): Set<string> {
  const bySchemas = soundBy.get(named) ?? new WeakMap<CheckSurroundings["schemas"], Set<string>>();
  soundBy.set(named, bySchemas);
  const sound = bySchemas.get(schemas) ?? new Set();
  bySchemas.set(schemas, sound);
  return sound;
}

/** All of the entity that its check looks at; undefined where it looks at the clock too. */
function checkedText({ kind, rules, entity, parent }: LocatedEntity): string | undefined {
  const own: Record<string, unknown> = {};
  for (const key of Object.keys(entity)) {
    // The id that an import makes is no other entity than the one without.
    if (!Object.hasOwn(rules.nests, key) && !(key === "id" && isUuid(entity[key]))) own[key] = entity[key];
  }
  const text = `${kind} ${parent?.field ?? ""} ${JSON.stringify(own)}`;
  return text.includes("-----BEGIN") ? undefined : text;
}

function asWritten(located: LocatedEntity, surroundings: CheckSurroundings, sound: Set<string>): EntityFault[] {
  const text = checkedText(located);
  if (text !== undefined && sound.has(text)) return NO_FAULTS;
  const faults = checkOne(located, surroundings);
  if (text !== undefined && faults.length === 0) {
    if (sound.size >= MOST_SOUND) sound.clear();
    sound.add(text);
  }
  return faults;
}

function checkOne(located: LocatedEntity, surroundings: CheckSurroundings): EntityFault[] {
  const { kind, entity, parent } = located;
  return checkEntity({ kind, fields: entity, skips: skipsOf(located), ...(parent ? { parentField: parent.field } : {}) }, surroundings);
}

/** What Kong's second look passes over: certificates have a plain field `snis` too, so that nested SNIs never get their certificate there. */
const isLostChild = ({ kind, parent }: LocatedEntity): boolean => kind === "snis" && parent?.located.kind === "certificates";

const LOST = {
  message: "Kong refuses SNIs that are nested in a certificate where the same document has basic-auth credentials, or references that it must resolve first.",
  cure: 'Move them to a top-level "snis" list, each with its "certificate".',
};

function resolved(located: LocatedEntity, surroundings: CheckSurroundings, { knows }: ReferenceFacts): EntityFault[] {
  const { kind, entity, parent, rules } = located;
  const fields: Record<string, unknown> = { ...entity };
  const isLost = isLostChild(located);
  for (const [field, { to }] of Object.entries(rules.foreign)) {
    const value = Object.hasOwn(entity, field) ? entity[field] : undefined;
    if (value === undefined ? parent?.field === field && !isLost : typeof value === "string" && knows(to, value)) fields[field] = RESOLVED;
  }
  const faults = checkEntity({ kind, fields, skips: skipsOf(located), view: "resolved", ...(parent ? { parentField: parent.field } : {}) }, surroundings);
  return isLost ? faults.map((fault) => (fault.isReferenceForm ? { ...fault, ...LOST } : fault)) : faults;
}

/** True where resolving the references cannot change what is to say of the entity. */
function isIndifferent(located: LocatedEntity, surroundings: CheckSurroundings): boolean {
  const { entity, parent, rules, kind } = located;
  if (Object.keys(rules.foreign).some((field) => Object.hasOwn(entity, field))) return false;
  if (!parent) return true;
  return kind !== "plugins" && kind !== "services" && !surroundings.schemas.entity(kind)?.transformations && !isLostChild(located);
}

function toFindings(located: readonly LocatedEntity[], faults: readonly (readonly EntityFault[])[], told: readonly Finding[]): Finding[] {
  const toldOf = new Set(told.filter(isError).flatMap(({ path }) => [path.join("/"), path.slice(0, -1).join("/")]));
  return located.flatMap((each, at) => {
    const ofEntity = faults[at] ?? [];
    if (ofEntity.length === 0) return [];
    const isTold = toldOf.has(each.path.join("/"));
    const entity = describeEntity(each);
    return ofEntity
      .filter((fault) => !(isTold && fault.isReferenceForm))
      .map(({ severity, message, cure, path }): Finding => ({ severity, message, cure, path: [...each.path, ...path], field: path, entity }));
  });
}

/**
 * The findings of Kong's field rules for every entity. As Kong does, the document is looked at as it was written, and if that fails
 * once more with its references resolved; it is at fault where both find an error.
 */
export function checkFields(located: readonly LocatedEntity[], rules: CheckSurroundings, facts: ReferenceFacts): Finding[] {
  const surroundings = { ...rules, matching: matchBudget() };
  const sound = soundFor(surroundings);
  let count = 0;
  const written = located.map((each) => {
    if (count > MOST_FAULTS) return NO_FAULTS;
    const faults = asWritten(each, surroundings, sound);
    count += faults.filter(isError).length;
    return faults;
  });
  const errors = written.flatMap((faults) => faults.filter(isError));
  if (errors.length === 0) return toFindings(located, written, facts.told);
  if (errors.some(({ isOfReference }) => !isOfReference)) {
    // The second look finds these too; what it finds besides may be well once they are mended.
    const own = written.map((faults) => faults.filter((fault) => !(isError(fault) && fault.isOfReference)));
    return toFindings(located, own, facts.told);
  }
  const again = located.map((each, at) => (isIndifferent(each, surroundings) ? (written[at] ?? []) : resolved(each, surroundings, facts)));
  return toFindings(located, again, facts.told);
}
