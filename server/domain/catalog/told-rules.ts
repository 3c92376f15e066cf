import type { Condition, Deprecation, FieldSchema, PatternRule } from "../kong-schema/schema";

/** A value of JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The value as an object, or undefined. */
export const asRecord = (value: Json | undefined): Readonly<Record<string, Json>> | undefined => (isObject(value) ? value : undefined);

/** The members of a list; of anything else, none: an empty list may come as `{}`. */
export const asList = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

/** The value as a text, or undefined. */
export const asText = (value: Json | undefined): string | undefined => (typeof value === "string" ? value : undefined);

/** A list of texts, or undefined where a member is none. */
export function asTexts(value: Json | undefined): readonly string[] | undefined {
  const list = asList(value);
  const texts = list.filter((each): each is string => typeof each === "string");
  return texts.length > 0 && texts.length === list.length ? texts : undefined;
}

const asNumber = (value: Json): number | undefined => (typeof value === "number" ? value : undefined);
const asFlag = (value: Json): boolean | undefined => (typeof value === "boolean" ? value : undefined);
const asValues = (value: Json): readonly Json[] | undefined => (Array.isArray(value) || isEmpty(value) ? asList(value) : undefined);
const asValue = (value: Json): { value: Json } => ({ value });

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isEmpty(value: Json): boolean {
  return isObject(value) && Object.keys(value).length === 0;
}

function asRange(value: Json): readonly [number, number] | undefined {
  const [least, most] = asList(value);
  return typeof least === "number" && typeof most === "number" ? [least, most] : undefined;
}

function asPatterns(value: Json): readonly PatternRule[] | undefined {
  const rules = asList(value).flatMap((each) => {
    const pattern = asText(asRecord(each)?.pattern);
    const err = asText(asRecord(each)?.err);
    return pattern === undefined ? [] : [{ pattern, ...(err === undefined ? {} : { err }) }];
  });
  return rules.length > 0 ? rules : undefined;
}

function asAnyPattern(value: Json): FieldSchema["match_any"] | undefined {
  const patterns = asTexts(asRecord(value)?.patterns);
  const err = asText(asRecord(value)?.err);
  return patterns && { patterns, ...(err === undefined ? {} : { err }) };
}

function asSubsets(value: Json): readonly (readonly string[])[] | undefined {
  const subsets = asList(value).flatMap((each) => {
    const texts = asTexts(each);
    return texts ? [texts] : [];
  });
  return subsets.length > 0 ? subsets : undefined;
}

function asDeprecation(value: Json): Deprecation | undefined {
  const message = asText(asRecord(value)?.message);
  const replacedWith = asSubsets(asList(asRecord(value)?.replaced_with).map((each) => asRecord(each)?.path ?? null));
  return message === undefined ? undefined : { message, ...(replacedWith ? { replacedWith } : {}) };
}

/** Kong's own descriptions run to paragraphs; forms have one line. */
function asHelp(value: Json): string | undefined {
  const [sentence = ""] = (asText(value) ?? "")
    .slice(0, 1000)
    .replace(/\s+/g, " ")
    .trim()
    .split(/(?<=\.) /);
  if (sentence === "") return undefined;
  return sentence.length > 200 ? `${sentence.slice(0, 199)}…` : sentence;
}

/** How each rule is read; what comes out undefined is dropped. The name is Kong's; `into` where ours differs. */
const RULES: Readonly<Record<string, { read: (value: Json) => unknown; into?: keyof FieldSchema }>> = {
  required: { read: asFlag },
  auto: { read: asFlag },
  uuid: { read: asFlag },
  timestamp: { read: asFlag },
  unique: { read: asFlag },
  referenceable: { read: asFlag },
  encrypted: { read: asFlag },
  is_regex: { read: asFlag },
  eq: { read: asValue },
  ne: { read: asValue },
  one_of: { read: asValues },
  not_one_of: { read: asValues },
  between: { read: asRange },
  gt: { read: asNumber },
  len_min: { read: asNumber },
  len_max: { read: asNumber },
  len_eq: { read: asNumber },
  starts_with: { read: asText },
  ends_with: { read: asText },
  match: { read: asText },
  match_none: { read: asPatterns },
  match_all: { read: asPatterns },
  match_any: { read: asAnyPattern },
  contains: { read: (value) => value },
  mutually_exclusive_subsets: { read: asSubsets },
  err: { read: asText },
  reference: { read: asText },
  deprecation: { read: asDeprecation },
  description: { read: asHelp, into: "help" },
};

/** The rules of one value that we know, in our form; all others are dropped. */
export function readRules(raw: Readonly<Record<string, Json>>): Partial<FieldSchema> {
  const rules = Object.entries(RULES).flatMap(([name, { read, into }]): [string, unknown][] => {
    const told = raw[name];
    const value = told === undefined ? undefined : read(told);
    return value === undefined || value === false ? [] : [[into ?? name, value]];
  });
  return Object.fromEntries(rules);
}

/** A condition on one value, or on the members of a list. */
export function readCondition(raw: Json | undefined): Condition | undefined {
  const record = asRecord(raw);
  if (!record) return undefined;
  const elements = readCondition(record.elements);
  return { ...readRules(record), ...(elements ? { elements: { type: "any", ...elements } } : {}) };
}
