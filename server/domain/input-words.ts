import type { z } from "zod";

const KINDS: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

/** Says what is wrong with an input, and what it must be, where its schema has no words of its own; undefined: the library's own serve. */
export const inputWords: z.core.$ZodErrorMap = (issue) => {
  if (issue.code !== "invalid_type" && issue.code !== "invalid_value") return undefined;
  if (issue.input === undefined) return "This is missing.";
  if (issue.code === "invalid_value") return `This must be ${issue.values.length > 1 ? "one of " : ""}${issue.values.map(String).join(", ")}.`;
  const kind = KINDS[issue.expected];
  return kind && `This must be ${kind}.`;
};
