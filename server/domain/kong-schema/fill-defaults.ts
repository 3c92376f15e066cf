import { type CheckRun, warn } from "./check-run";
import { asMap } from "./lua-value";
import { isSame } from "../config-document/is-same";
import { type FieldHolder, indexOf, needsFilling } from "./record-index";
import type { FieldSchema, NamedField } from "./schema";
import { expandShorthands } from "./shorthand";
import { sentence } from "./value-words";

const filledDefaults = new WeakMap<FieldSchema, unknown>();

function defaultOf(run: CheckRun, field: NamedField): unknown {
  if (field.default === undefined && !(field.type === "record" && field.required)) return undefined;
  if (field.type !== "record") return field.default;
  let filled = filledDefaults.get(field);
  if (filled === undefined) {
    const quiet: CheckRun = { ...run, faults: undefined };
    filledDefaults.set(field, (filled = fillValue(quiet, field, field.default ?? {})));
  }
  return filled;
}

function fillEach(run: CheckRun, element: FieldSchema, list: readonly unknown[]): unknown[] {
  return list.map((item, index) => {
    run.path.push(index);
    const filled = fillValue(run, element, item);
    run.path.pop();
    return filled;
  });
}

function fillMembers(run: CheckRun, element: FieldSchema, map: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(map)) {
    run.path.push(key);
    result[key] = fillValue(run, element, map[key]);
    run.path.pop();
  }
  return result;
}

function fillValue(run: CheckRun, field: FieldSchema, value: unknown): unknown {
  if (value === null || value === undefined) return value;
  if (field.deprecation && run.faults && !isSame(value, field.default)) warn(run, sentence(field.deprecation.message), "Use what took its place.");
  if (field.type === "record") {
    const record = asMap(value);
    return record ? fillRecord(run, field, record) : value;
  }
  if (Array.isArray(value)) return field.elements && needsFilling(field.elements) ? fillEach(run, field.elements, value) : value;
  if (field.type !== "map" || !field.values || !needsFilling(field.values)) return value;
  const map = asMap(value);
  return map ? fillMembers(run, field.values, map) : value;
}

/**
 * A copy of the record with its shorthands written out and its defaults filled in, at every depth; values of a wrong type are left as
 * they are. Tells the run of wrong shorthands and of what is deprecated.
 */
export function fillRecord(run: CheckRun, holder: FieldHolder, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const result: Record<string, unknown> = holder.shorthand_fields ? expandShorthands(run, holder.shorthand_fields, given) : { ...given };
  const { byName, toFill } = indexOf(holder);
  let isHollow = true;
  for (const _ in result) {
    isHollow = false;
    break;
  }
  for (const field of toFill) {
    const value = result[field.name];
    if (value === undefined) {
      const filling = defaultOf(run, field);
      if (filling !== undefined) result[field.name] = filling;
    } else if (value !== null) {
      run.path.push(field.name);
      result[field.name] = fillValue(run, field, value);
      run.path.pop();
    }
  }
  if (isHollow) {
    // Kong writes null for every field that is absent, so that a record that was filled in is never empty.
    const [first] = byName.keys();
    if (first !== undefined && result[first] === undefined && byName.get(first)?.required !== true) result[first] = null;
  }
  return result;
}
