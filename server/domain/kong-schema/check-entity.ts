import { type CheckRun, type Fault, fail, warn } from "./check-run";
import { checkMembers, checkRecord, checkTogether } from "./check-record";
import { type EntityRules, rulesFor } from "./entity-rules";
import { fillRecord } from "./fill-defaults";
import { type MatchBudget, matchBudget } from "./lua-pattern";
import { fieldAt, isNonEmpty } from "./lua-value";
import type { NamedCheck } from "./named-check";
import { stepsOf } from "./record-index";
import { isUuid } from "./value-rules";
import type { SchemaSet } from "./schema";
import { names } from "./value-words";

/**
 * How an entity's references are seen. Kong checks a document as it was written, where a nested entity has none and others hold
 * a text; where that fails, it looks again with each reference resolved to `{id}`, and takes the document if that succeeds.
 */
export type ReferenceView = "nested" | "flat" | "resolved";

/** An entity to check. */
export interface EntityInHand {
  kind: string;
  /** As written; lists of nested entities may be in it and are passed over. */
  fields: Readonly<Record<string, unknown>>;
  /** The field that its place stands for; absent: it is not nested. */
  parentField?: string;
  /** Absent: `nested` where it has a parent, else `flat`. */
  view?: ReferenceView;
  /** Keys that are judged elsewhere, such as lists of nested entities. */
  skips?: (name: string) => boolean;
}

/** What a check needs besides the entity. */
export interface CheckSurroundings {
  schemas: SchemaSet;
  named: ReadonlyMap<string, NamedCheck>;
  /** Milliseconds since 1970, against which "expired" is judged. */
  now: number;
  /** What matching patterns may cost yet; absent: this entity has a budget of its own. */
  matching?: MatchBudget;
}

/** A fault, and whether it comes from the way in which references are seen. */
export interface EntityFault extends Fault {
  isOfReference?: boolean;
  /** It says no more than that a reference is missing or malformed. */
  isReferenceForm?: boolean;
}

type Entity = Readonly<Record<string, unknown>>;

function closedScope(run: CheckRun, rules: EntityRules, entity: Entity, field: string, hand: EntityInHand): void {
  if (!rules.closedScopes.has(field)) return;
  const plugin = String(entity["name"]);
  if (hand.view !== "resolved" && hand.parentField === field) {
    warn(run, `The plugin "${plugin}" is not made for one ${field}; Kong takes it only because it is nested.`, "Make it global, or choose another plugin.");
  } else if (entity[field] !== undefined && entity[field] !== null) {
    fail(run, `The plugin "${plugin}" cannot be set for one ${field}.`, `Take "${field}" out, or choose another plugin.`);
  }
}

function checkReference(run: CheckRun, field: EntityRules["foreign"][number], value: unknown, view: ReferenceView): void {
  if (view === "nested") {
    if (value !== null) fail(run, `"${field.name}" must not be set in a nested entry.`, "Take it out: the place of the entry already says it.");
    return;
  }
  const cure = `Give the name or id of an entry of "${field.reference ?? ""}".`;
  if (value === null) {
    if (field.required) fail(run, `"${field.name}" is missing.`, cure);
  } else if (view === "flat" ? typeof value !== "string" || value === "" : !isUuid(fieldAt(value, ["id"]))) {
    fail(run, `"${field.name}" is not a reference${view === "flat" ? "" : ": as a map it needs the id, a UUID"}.`, cure);
  }
}

function checkReferences(run: Omit<CheckRun, "faults"> & { faults: EntityFault[] }, rules: EntityRules, entity: Entity, hand: EntityInHand): void {
  const view = hand.view ?? (hand.parentField === undefined ? "flat" : "nested");
  for (const field of rules.foreign) {
    const value = entity[field.name] ?? null;
    if (value !== null || field.required || rules.closedScopes.has(field.name)) {
      run.path.push(field.name);
      const before = run.faults.length;
      checkReference(run, field, value, view);
      for (const fault of run.faults.slice(before)) fault.isReferenceForm = true;
      closedScope(run, rules, entity, field.name, { ...hand, view });
      run.path.pop();
    }
  }
}

function checkTransformations(run: CheckRun, rules: EntityRules, entity: Entity): void {
  if (!rules.schema.transformations) return;
  const isMade = (path: string) => entity[path] === undefined && rules.holder.fields?.some(({ name, auto }) => name === path && auto) === true;
  for (const { input, needs = [] } of rules.schema.transformations) {
    const isSet = (path: string) => isNonEmpty(fieldAt(entity, stepsOf(path))) || isMade(path);
    if (input.some(isSet) && ![...input, ...needs].every(isSet)) {
      const all = [...input, ...needs];
      fail(
        run,
        `${names(all, "and")} must be set together.`,
        `Set ${names(
          all.filter((path) => !isSet(path)),
          "and",
        )} too.`,
      );
    }
  }
}

/** What a node can be told to load: the names stand in a list with commas, and each is part of a path. */
const LOADABLE = /^[A-Za-z0-9][\w.-]*$/;

function unknownPlugin(run: CheckRun, schemas: SchemaSet, name: string): void {
  run.path.push("name");
  if (!LOADABLE.test(name)) fail(run, `No node can load a plugin of the name "${name.slice(0, 80)}".`, "Check the spelling: letters, digits, - and _ alone.");
  else if (schemas.isComplete) fail(run, `The plugin "${name.slice(0, 80)}" is not installed on these nodes.`, "Check the spelling, or take it out.");
  else warn(run, `The plugin "${name.slice(0, 80)}" is not known here, so its configuration is not checked.`, "Check it on a node before you publish.");
  run.path.pop();
}

/** References, and what Kong or the caller judges elsewhere. */
function isPassedOver(name: string, { foreign, schema }: EntityRules, { skips }: EntityInHand): boolean {
  for (const field of foreign) if (field.name === name) return true;
  return (name === "ttl" && schema.ttl === true) || name === "_comment" || name === "_ignore" || skips?.(name) === true;
}

const isChecked = (faults: readonly Fault[]): boolean => faults.some(({ severity }) => severity === "error");

/** Everything that Kong's rules have to say about one entity; empty: it is sound. Never throws, whatever the values are. */
export function checkEntity(hand: EntityInHand, { schemas, named, now, matching = matchBudget() }: CheckSurroundings): EntityFault[] {
  const schema = schemas.entity(hand.kind);
  if (!schema) return [];
  const faults: EntityFault[] = [];
  const run = { faults, path: [], named, context: { now }, matching, checkFields: checkRecord };
  const rules = rulesFor(schemas, schema, hand.fields);
  const entity = fillRecord(run, rules.holder, hand.fields);
  if (hand.kind === "plugins" && typeof entity["name"] === "string" && entity["name"] !== "" && !schemas.plugin(entity["name"])) {
    unknownPlugin(run, schemas, entity["name"]);
    // Kong looks no further at a plugin that it does not have.
    if (isChecked(faults)) return faults;
  }
  checkMembers(run, rules.holder, entity, (name) => isPassedOver(name, rules, hand));
  checkTogether(run, rules.holder, rules.holder.entity_checks, entity, 0);
  checkTogether(run, rules.holder, rules.moreChecks, entity, 0);
  const before = faults.length;
  checkReferences(run, rules, entity, hand);
  checkTransformations(run, rules, entity);
  for (const fault of faults.slice(before)) fault.isOfReference = true;
  return faults;
}
