import type { EntityCheck } from "../kong-schema/schema";
import { asRecord, asText, asTexts, type Json, readCondition } from "./told-rules";

type Raw = Readonly<Record<string, Json>>;

/** A condition without a rule that we know would hold always, or never: the check is dropped instead. */
function conditionOf(raw: Json | undefined) {
  const condition = readCondition(raw);
  return condition && Object.keys(condition).length > 0 ? condition : undefined;
}

const withErr = (err: string | undefined) => (err === undefined ? {} : { then_err: err });

function readConditional(raw: Raw): EntityCheck | undefined {
  const ifField = asText(raw.if_field);
  const thenField = asText(raw.then_field);
  const ifMatch = conditionOf(raw.if_match);
  const thenMatch = conditionOf(raw.then_match);
  if (!ifField || !thenField || !ifMatch || !thenMatch) return undefined;
  return { conditional: { if_field: ifField, if_match: ifMatch, then_field: thenField, then_match: thenMatch, ...withErr(asText(raw.then_err)) } };
}

function readElse(raw: Raw) {
  const match = conditionOf(raw.else_match);
  const fields = asTexts(raw.else_then_at_least_one_of);
  const err = asText(raw.else_then_err);
  return match && fields ? { else_match: match, else_then_at_least_one_of: fields, ...(err === undefined ? {} : { else_then_err: err }) } : {};
}

function readConditionalList(raw: Raw): EntityCheck | undefined {
  const ifField = asText(raw.if_field);
  const ifMatch = conditionOf(raw.if_match);
  const fields = asTexts(raw.then_at_least_one_of);
  if (!ifField || !ifMatch || !fields) return undefined;
  return {
    conditional_at_least_one_of: { if_field: ifField, if_match: ifMatch, then_at_least_one_of: fields, ...withErr(asText(raw.then_err)), ...readElse(raw) },
  };
}

function readSets(raw: Raw): EntityCheck | undefined {
  const set1 = asTexts(raw.set1);
  const set2 = asTexts(raw.set2);
  return set1 && set2 ? { mutually_exclusive_sets: { set1, set2 } } : undefined;
}

const LISTS = ["at_least_one_of", "only_one_of", "distinct", "mutually_required", "mutually_exclusive"] as const;

function readList(name: (typeof LISTS)[number], fields: readonly string[]): EntityCheck {
  switch (name) {
    case "at_least_one_of":
      return { at_least_one_of: fields };
    case "only_one_of":
      return { only_one_of: fields };
    case "distinct":
      return { distinct: fields };
    case "mutually_required":
      return { mutually_required: fields };
    case "mutually_exclusive":
      return { mutually_exclusive: fields };
  }
}

/** A rule across fields in our form, or undefined where we do not know it: Kong leaves its own code out of what it tells. */
export function readCheck(raw: Json): EntityCheck | undefined {
  const check = asRecord(raw) ?? {};
  for (const name of LISTS) {
    const fields = asTexts(check[name]);
    if (fields) return readList(name, fields);
  }
  const conditional = asRecord(check.conditional);
  const list = asRecord(check.conditional_at_least_one_of);
  const sets = asRecord(check.mutually_exclusive_sets);
  if (conditional) return readConditional(conditional);
  if (list) return readConditionalList(list);
  return sets && readSets(sets);
}
