import { type CheckRun, fail, warn } from "./check-run";
import { matchesLua } from "./lua-pattern";
import { asList, asMap, byteLength } from "./lua-value";
import { isSame } from "../config-document/is-same";
import { noteOddValue } from "./odd-values";
import type { FieldSchema } from "./schema";
import { choices, fieldName, sentence } from "./value-words";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** True for the text of a UUID, of any version. */
export const isUuid = (value: unknown): boolean => typeof value === "string" && UUID.test(value);

/** A rule's answer: undefined where it holds, else what is wrong and the cure. */
type Verdict = readonly [message: string, cure: string] | undefined;

/** Says that the rule is broken, in the schema's own words where it has some. */
function broken(run: CheckRun, field: FieldSchema, [message, cure]: NonNullable<Verdict>): false {
  return fail(run, field.err === undefined ? `${fieldName(run.path)} ${message}` : sentence(field.err), cure);
}

const show = (value: unknown): string => (typeof value === "string" ? `"${value}"` : String(value));

function choiceRules(field: FieldSchema, value: unknown): Verdict {
  if (field.eq && !isSame(value, field.eq.value)) return [`must be ${show(field.eq.value)}.`, `Set it to ${show(field.eq.value)}.`];
  if (field.ne && isSame(value, field.ne.value)) return [`must not be ${show(value)}.`, "Choose another value, or leave it out."];
  if (field.not_one_of?.includes(value)) return [`must not be ${show(value)}, which is reserved.`, "Choose another value."];
  if (field.one_of && !field.one_of.includes(value)) {
    return field.one_of.length === 0
      ? ["has no value that this node takes.", "Take it out."]
      : [`must be ${choices(field.one_of)}.`, `Choose ${choices(field.one_of)}; large and small letters matter.`];
  }
  return undefined;
}

function numberRules(field: FieldSchema, value: number): Verdict {
  if (field.gt !== undefined && !(value > field.gt)) return [`must be greater than ${field.gt}.`, `Give a number above ${field.gt}.`];
  if (field.timestamp && !(value > 0)) return ["must be a point in time.", "Give seconds since 1970, or leave it out."];
  const [low, high] = field.between ?? [];
  if (low !== undefined && high !== undefined && (value < low || value > high)) {
    return [`must be between ${low} and ${high}.`, `Give a number from ${low} to ${high}.`];
  }
  return undefined;
}

function lengthOf(field: FieldSchema, value: unknown): number {
  if (typeof value === "string") return byteLength(value);
  const list = asList(value);
  if (list && field.type !== "map") return field.type === "set" ? new Set(list).size : list.length;
  return field.type === "map" ? Object.keys(asMap(value) ?? {}).length : 0;
}

function lengthRules(field: FieldSchema, value: unknown): Verdict {
  if (value === "" && field.type === "string" && field.len_min === undefined) return ["must not be empty.", "Give a text, or leave the field out."];
  if (field.len_eq === undefined && field.len_min === undefined && field.len_max === undefined) return undefined;
  const length = lengthOf(field, value);
  const units = typeof value === "string" ? "characters" : "entries";
  if (field.len_eq !== undefined && length !== field.len_eq) {
    return field.len_eq === 0 ? ["must be empty.", "Take it out."] : [`must have ${field.len_eq} ${units}.`, `It has ${length}: add or remove some.`];
  }
  if (field.len_min !== undefined && length < field.len_min) {
    return length === 0 ? ["must not be empty.", `Give at least ${field.len_min}.`] : [`must have at least ${field.len_min} ${units}.`, "Add some."];
  }
  if (field.len_max !== undefined && length > field.len_max) return [`must have at most ${field.len_max} ${units}.`, `Take out ${length - field.len_max}.`];
  return undefined;
}

const OF_FORM = "has a form that Kong does not take";

/** Whether a pattern decides as wanted; one that cannot be judged here is warned of and passes. */
function decides(run: CheckRun, pattern: string, text: string, wanted: boolean): boolean {
  const found = matchesLua(pattern, text);
  if (found === undefined) warn(run, `${fieldName(run.path)} could not be held against the pattern ${pattern}.`, "Check it on a node before you publish.");
  return found === undefined || found === wanted;
}

function textRules(run: CheckRun, field: FieldSchema, text: string): boolean {
  const { starts_with: start, ends_with: end } = field;
  if (field.uuid && !isUuid(text)) return broken(run, field, ["must be a UUID.", "Give one such as 3f1c9a7e-8d0b-4c55-9a52-7b1e2f3c4d5e."]);
  if (start !== undefined && !text.startsWith(start)) return broken(run, field, [`must begin with "${start}".`, `Put "${start}" before it.`]);
  if (end !== undefined && !text.endsWith(end)) return broken(run, field, [`must end with "${end}".`, `Put "${end}" after it.`]);
  const none = field.match_none?.find((rule) => !decides(run, rule.pattern, text, false));
  if (none) return broken(run, { ...field, ...(none.err === undefined ? {} : { err: none.err }) }, [`${OF_FORM}.`, "Correct it."]);
  if (field.match !== undefined && !decides(run, field.match, text, true)) {
    return broken(run, field, [`${OF_FORM} (Lua pattern ${field.match}).`, "Correct it."]);
  }
  const all = field.match_all?.find((rule) => !decides(run, rule.pattern, text, true));
  if (all) return broken(run, { ...field, ...(all.err === undefined ? {} : { err: all.err }) }, [`${OF_FORM}.`, "Correct it."]);
  const any = field.match_any;
  if (any && !any.patterns.some((pattern) => decides(run, pattern, text, true))) {
    const err = field.err ?? any.err;
    return broken(run, { ...field, ...(err === undefined ? {} : { err }) }, [`${OF_FORM}.`, "Correct it."]);
  }
  return true;
}

function listRules(field: FieldSchema, list: readonly unknown[]): Verdict {
  if (field.contains !== undefined && !list.includes(field.contains)) {
    return [`must contain ${show(field.contains)}.`, `Add ${show(field.contains)}.`];
  }
  const used = (field.mutually_exclusive_subsets ?? []).filter((subset) => subset.some((each) => list.includes(each)));
  if (used.length < 2) return undefined;
  const groups = used.map((subset) => `(${subset.map(show).join(", ")})`).join(" and ");
  return [`mixes values of ${groups}, which exclude each other.`, "Keep those of one group; make another entity for the rest."];
}

function namedRule(run: CheckRun, field: FieldSchema, name: string, value: unknown): boolean {
  const check = run.named.get(name);
  if (!check) {
    warn(run, `${fieldName(run.path)} is not checked here: Signalbox does not know Kong's rule "${name}".`, "Check it on a node before you publish.");
    return true;
  }
  let isSound = true;
  for (const fault of check(value, run.context)) {
    const severity = fault.severity ?? "error";
    if (severity === "error") isSound = false;
    const cure = fault.cure ?? "Correct it.";
    const message = field.err !== undefined && severity === "error" ? sentence(field.err) : fault.message;
    run.faults?.push({ severity, message, cure, path: [...run.path, ...(fault.path ?? [])] });
  }
  return isSound;
}

/** True where the value, which is of the field's type and not null, keeps the field's own rules; its members are not looked at. */
export function keepsRules(run: CheckRun, field: FieldSchema, value: unknown): boolean {
  const choice = choiceRules(field, value) ?? (typeof value === "number" ? numberRules(field, value) : lengthRules(field, value));
  if (choice) return broken(run, field, choice);
  if (typeof value === "string" && !textRules(run, field, value)) return false;
  if (field.contains !== undefined || field.mutually_exclusive_subsets) {
    const verdict = listRules(field, asList(value) ?? []);
    if (verdict) return broken(run, field, verdict);
  }
  if (field.is_regex && typeof value === "string" && !namedRule(run, field, "is_regex", value)) return false;
  if (field.check !== undefined && !namedRule(run, field, field.check, value)) return false;
  if (run.faults) noteOddValue(run, field, value);
  return true;
}
