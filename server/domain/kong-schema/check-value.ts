import { type CheckRun, fail } from "./check-run";
import { asList, asMap } from "./lua-value";
import type { FieldSchema, FieldType } from "./schema";
import { keepsRules } from "./value-rules";
import { fieldName, sentence, TYPE_WORDS, typeCure } from "./value-words";

/** True for `{vault://…}`, which Kong resolves when it is used and until then takes as it is. */
export const isVaultReference = (value: unknown): boolean => typeof value === "string" && value.startsWith("{vault://") && value.endsWith("}");

function wrongType(run: CheckRun, type: FieldType, value: unknown): false {
  return fail(run, `${fieldName(run.path)} must be ${TYPE_WORDS[type]}.`, typeCure(type, value));
}

function checkNull(run: CheckRun, field: FieldSchema): boolean {
  if (field.ne && field.ne.value === null) {
    return fail(run, field.err === undefined ? `${fieldName(run.path)} must be set.` : sentence(field.err), "Give it a value.");
  }
  if (field.eq && field.eq.value !== null) {
    const wanted = String(field.eq.value);
    return fail(run, field.err === undefined ? `${fieldName(run.path)} must be ${wanted}.` : sentence(field.err), `Set it to ${wanted}.`);
  }
  if (!field.required) return true;
  const cure = field.default === undefined ? "Give it a value." : "Leave it out for its default; null is a value of its own to Kong.";
  return fail(run, `${fieldName(run.path)} is missing.`, cure);
}

function checkItem(run: CheckRun, element: FieldSchema, item: unknown, step: string | number): boolean {
  run.path.push(step);
  // Kong requires every entry, whatever its schema says.
  const isSound = item === null ? fail(run, `${fieldName(run.path)} is missing.`, "Give it a value, or take the entry out.") : checkValue(run, element, item);
  run.path.pop();
  return isSound;
}

function checkList(run: CheckRun, field: FieldSchema, value: unknown): boolean {
  const list = asList(value);
  if (!list) return wrongType(run, field.type, value);
  const element = field.elements;
  let isSound = true;
  if (element) {
    for (let at = 0; at < list.length; at++) if (!checkItem(run, element, list[at], at)) isSound = false;
  }
  return isSound;
}

function checkMap(run: CheckRun, field: FieldSchema, value: unknown): boolean {
  const map = asMap(value);
  if (!map) return wrongType(run, "map", value);
  let isSound = true;
  for (const key of Object.keys(map)) {
    if (field.keys && !checkItem(run, field.keys, key, key)) isSound = false;
    if (field.values && !checkItem(run, field.values, map[key], key)) isSound = false;
  }
  return isSound;
}

function checkType(run: CheckRun, field: FieldSchema, value: unknown): boolean {
  switch (field.type) {
    case "string":
      return typeof value === "string" || wrongType(run, "string", value);
    case "integer":
      return Number.isInteger(value) || wrongType(run, "integer", value);
    case "number":
      return typeof value === "number" || wrongType(run, "number", value);
    case "boolean":
      return typeof value === "boolean" || wrongType(run, "boolean", value);
    case "array":
    case "set":
      return checkList(run, field, value);
    case "map":
      return checkMap(run, field, value);
    case "record": {
      const record = asMap(value);
      return record ? run.checkFields(run, field, record) : wrongType(run, "record", value);
    }
    case "function":
      return wrongType(run, "function", value);
    case "foreign":
    case "json":
    case "any":
      return true;
  }
}

/** True where the value, which is not absent, may stand in the field; else the run has been told why. Defaults must have been filled in before. */
export function checkValue(run: CheckRun, field: FieldSchema, value: unknown): boolean {
  if (value === null) return checkNull(run, field);
  if (field.eq && field.eq.value === null) {
    const name = fieldName(run.path);
    return fail(run, field.err === undefined ? `${name} must not be set here.` : sentence(field.err), "Take it out.");
  }
  if (!checkType(run, field, value)) return false;
  if (field.referenceable && isVaultReference(value)) return true;
  return keepsRules(run, field, value);
}
