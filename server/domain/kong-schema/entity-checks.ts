import { type CheckRun, type Fault, fail, warn, within } from "./check-run";
import { checkValue, isVaultReference } from "./check-value";
import { fieldAt, isNonEmpty } from "./lua-value";
import { type FieldHolder, schemaAt, stepsOf } from "./record-index";
import type { Condition, EntityCheck, FieldSchema } from "./schema";
import { names, sentence } from "./value-words";

type Checked = Readonly<Record<string, unknown>>;

const ANY: FieldSchema = { type: "any" };
const merged = new WeakMap<Condition, WeakMap<FieldSchema, FieldSchema>>();

/** A condition with the rules of its field, which Kong lets it inherit. */
function conditionOn(field: FieldSchema | undefined, condition: Condition): FieldSchema {
  const base = field ?? ANY;
  let ofCondition = merged.get(condition);
  if (!ofCondition) merged.set(condition, (ofCondition = new WeakMap()));
  let schema = ofCondition.get(base);
  if (!schema) ofCondition.set(base, (schema = { ...base, ...condition, type: condition.type ?? base.type }));
  return schema;
}

function holds(run: CheckRun, holder: FieldHolder, path: string, condition: Condition, value: unknown): boolean {
  return checkValue({ ...run, faults: undefined }, conditionOn(schemaAt(holder, stepsOf(path)), condition), value);
}

const filled = (value: Checked, paths: readonly string[]): string[] => paths.filter((path) => isNonEmpty(fieldAt(value, stepsOf(path))));

/** What kind of check it is, and the fields that it looks at. */
function fieldsOf(check: EntityCheck): readonly string[] {
  if ("conditional" in check) return [check.conditional.if_field, check.conditional.then_field];
  if ("conditional_at_least_one_of" in check) {
    const { if_field, then_at_least_one_of, else_then_at_least_one_of = [] } = check.conditional_at_least_one_of;
    return [if_field, ...then_at_least_one_of, ...else_then_at_least_one_of];
  }
  if ("custom_entity_check" in check) return check.custom_entity_check.field_sources;
  if ("mutually_exclusive_sets" in check) return [...check.mutually_exclusive_sets.set1, ...check.mutually_exclusive_sets.set2];
  return Object.values(check)[0] ?? [];
}

/** Kong looks no further where a field of the check is only known at run time. */
function isUnknowable(holder: FieldHolder, paths: readonly string[], value: Checked): boolean {
  return paths.some((path) => {
    const steps = stepsOf(path);
    return isVaultReference(fieldAt(value, steps)) && schemaAt(holder, steps)?.referenceable === true;
  });
}

function conditional(run: CheckRun, holder: FieldHolder, check: Extract<EntityCheck, { conditional: unknown }>["conditional"], value: Checked): boolean {
  const ifValue = fieldAt(value, stepsOf(check.if_field));
  if (!holds(run, holder, check.if_field, check.if_match, ifValue ?? null)) return true;
  const then = stepsOf(check.then_field);
  const thenValue = fieldAt(value, then) ?? null;
  const schema = conditionOn(schemaAt(holder, then), check.then_match);
  const faults: Fault[] | undefined = run.faults && [];
  const probe: CheckRun = { ...run, faults };
  const isSound = within(probe, then, () =>
    thenValue === null && check.then_match.required
      ? fail(probe, `${names([check.then_field], "and")} is missing.`, "Give it a value.")
      : checkValue(probe, schema, thenValue),
  );
  const because = ` where ${names([check.if_field], "and")} is ${ifValue === null || ifValue === undefined ? "null" : JSON.stringify(ifValue)}.`;
  for (const fault of faults ?? []) {
    const message = check.then_err === undefined ? `${fault.message.replace(/\.$/, "")}${because}` : sentence(check.then_err, check.if_field);
    run.faults?.push(fault.severity === "warning" ? fault : { ...fault, message });
  }
  return isSound;
}

function conditionalAtLeastOneOf(
  run: CheckRun,
  holder: FieldHolder,
  check: Extract<EntityCheck, { conditional_at_least_one_of: unknown }>["conditional_at_least_one_of"],
  value: Checked,
): boolean {
  const ifValue = fieldAt(value, stepsOf(check.if_field));
  if (ifValue === undefined) return true;
  const isThen = holds(run, holder, check.if_field, check.if_match, ifValue);
  if (!isThen && !(check.else_match && holds(run, holder, check.if_field, check.else_match, ifValue))) return true;
  const wanted = isThen ? check.then_at_least_one_of : (check.else_then_at_least_one_of ?? []);
  if (filled(value, wanted).length > 0) return true;
  const because = `where ${names([check.if_field], "and")} is ${JSON.stringify(ifValue)}`;
  return fail(run, `${wanted.length > 1 ? "One of " : ""}${names(wanted, "or")} must be set ${because}.`, `Give ${names(wanted, "or")} a value.`);
}

/** A value that holds the fields of the check and nothing else, which is what Kong's function gets. */
function projected(value: Checked, paths: readonly string[]): Checked {
  const result: Record<string, unknown> = {};
  for (const path of paths) {
    const steps = stepsOf(path);
    const member = fieldAt(value, steps);
    if (member === undefined) continue;
    let holder = result;
    for (const step of steps.slice(0, -1)) {
      const inner = holder[step];
      const next: Record<string, unknown> = typeof inner === "object" && inner !== null ? { ...inner } : {};
      holder[step] = next;
      holder = next;
    }
    holder[steps.at(-1) ?? ""] = member;
  }
  return result;
}

function custom(run: CheckRun, check: Extract<EntityCheck, { custom_entity_check: unknown }>["custom_entity_check"], value: Checked): boolean {
  const rule = run.named.get(check.check);
  if (!rule) {
    warn(run, `Signalbox does not know Kong's rule "${check.check}", so it is not checked here.`, "Check it on a node before you publish.");
    return true;
  }
  let isSound = true;
  for (const fault of rule(projected(value, check.field_sources), run.context)) {
    const severity = fault.severity ?? "error";
    if (severity === "error") isSound = false;
    run.faults?.push({ severity, message: fault.message, cure: fault.cure ?? "Correct it.", path: [...run.path, ...(fault.path ?? [])] });
  }
  return isSound;
}

/** True where one of the check's fields has an error already; Kong then leaves a check of its own kind out. */
function hasFaulty(run: CheckRun, paths: readonly string[], since: number): boolean {
  const base = run.path.length;
  return (run.faults ?? [])
    .slice(since)
    .some(({ severity, path }) => severity === "error" && paths.some((each) => stepsOf(each).every((step, at) => path[base + at] === step)));
}

function listCheck(run: CheckRun, check: EntityCheck, value: Checked): boolean {
  if ("at_least_one_of" in check) {
    const of = check.at_least_one_of;
    return filled(value, of).length > 0 || fail(run, `At least one of ${names(of, "or")} must be set.`, `Give ${names(of, "or")} a value.`);
  }
  if ("only_one_of" in check) {
    const of = check.only_one_of;
    return filled(value, of).length === 1 || fail(run, `Exactly one of ${names(of, "or")} must be set.`, "Set one, and leave the others out.");
  }
  if ("distinct" in check) {
    const used = filled(value, check.distinct).map((path) => fieldAt(value, stepsOf(path)));
    return new Set(used).size === used.length || fail(run, `${names(check.distinct, "and")} must differ.`, "Change one of them.");
  }
  if ("mutually_required" in check) {
    const of = check.mutually_required;
    const used = filled(value, of);
    const missing = of.filter((path) => !used.includes(path));
    return (
      used.length === 0 || missing.length === 0 || fail(run, `${names(of, "and")} must be set together.`, `Set ${names(missing, "and")} too, or leave all out.`)
    );
  }
  if ("mutually_exclusive" in check) {
    const of = check.mutually_exclusive;
    return filled(value, of).length < 2 || fail(run, `At most one of ${names(of, "or")} may be set.`, "Keep one, and leave the others out.");
  }
  if (!("mutually_exclusive_sets" in check)) return true;
  const [one, two] = [filled(value, check.mutually_exclusive_sets.set1), filled(value, check.mutually_exclusive_sets.set2)];
  return one.length === 0 || two.length === 0 || fail(run, `${names(one, "and")} and ${names(two, "and")} exclude each other.`, "Keep one side.");
}

/** True where the record, whose defaults were filled in, keeps the check. `since`: how many faults the run had before this record. */
export function keepsEntityCheck(run: CheckRun, holder: FieldHolder, check: EntityCheck, value: Checked, since: number): boolean {
  const paths = fieldsOf(check);
  if (isUnknowable(holder, paths, value)) return true;
  if ("conditional" in check) {
    // A condition on a field whose record is null: Kong has nothing to hold it against.
    return fieldAt(value, stepsOf(check.conditional.if_field).slice(0, -1)) === undefined || conditional(run, holder, check.conditional, value);
  }
  if ("conditional_at_least_one_of" in check) return conditionalAtLeastOneOf(run, holder, check.conditional_at_least_one_of, value);
  if ("custom_entity_check" in check) {
    const { run_with_invalid_fields: runsAnyway } = check.custom_entity_check;
    return (runsAnyway !== true && hasFaulty(run, paths, since)) || custom(run, check.custom_entity_check, value);
  }
  return listCheck(run, check, value);
}
