import type { FieldType } from "./schema";

/** How a message names the field at the path: `"port"`, `entry 2 of "paths"`. */
export function fieldName(path: readonly (string | number)[]): string {
  const lastName = path.findLastIndex((step) => typeof step === "string");
  if (lastName < 0) return "The entity";
  const positions = path.slice(lastName + 1).map((step) => `Entry ${Number(step) + 1} of `);
  const names: string[] = [];
  for (let at = lastName; at >= 0 && typeof path[at] === "string" && path[at] !== "config"; at--) names.unshift(String(path[at]));
  const name = names.length > 0 ? names.join(".") : String(path[lastName]);
  return `${positions.reverse().join("")}"${name.slice(0, 120)}"`;
}

/** What a value of the type is called. */
export const TYPE_WORDS: Readonly<Record<FieldType, string>> = {
  string: "a text",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  set: "a list",
  map: "a map of names to values",
  record: "a map of fields",
  foreign: "a reference",
  json: "a JSON value",
  function: "a Lua function",
  any: "a value",
};

/** What to do about a value of another type. */
export function typeCure(type: FieldType, value: unknown): string {
  if (type === "string" && (typeof value === "number" || typeof value === "boolean")) return "Put it in quotes.";
  if ((type === "number" || type === "integer") && typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value))) {
    return "Take the quotes away.";
  }
  if (type === "integer" && typeof value === "number") return `Give a whole number, such as ${Math.round(value)}.`;
  if (type === "boolean" && (value === "true" || value === "false")) return "Take the quotes away.";
  if (type === "array" || type === "set") return "Begin each entry with a dash (YAML), or put the entries in [ ] (JSON).";
  if (type === "map" || type === "record") return "Write its members as name: value.";
  return `Give ${TYPE_WORDS[type]}.`;
}

const MOST_CHOICES = 12;

/** The values as a list for people: `a, b or c`. */
export function choices(values: readonly unknown[]): string {
  const words = values.slice(0, MOST_CHOICES).map((value) => (typeof value === "string" ? `"${value}"` : String(value)));
  if (values.length > MOST_CHOICES) return `${words.join(", ")} and ${values.length - MOST_CHOICES} more`;
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

/** Field names as a list for people. */
export function names(fields: readonly string[], last: "and" | "or"): string {
  const words = fields.map((field) => `"${field.replace(/^config\./, "")}"`);
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
}

/** Kong's own words as a sentence: first letter large, full stop. `%s` stands for `filler`. */
export function sentence(words: string, filler = ""): string {
  const text = words.replace("%s", filler).trim();
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;
}
