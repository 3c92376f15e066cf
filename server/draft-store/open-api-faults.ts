/**
 * Holds descriptions of APIs against OpenAPI's own schemas. The schemas come with the library and the documents are data to it, so that
 * nothing is ever fetched or read from disk; it interprets the schemas and makes no code of them, so that it runs where that is forbidden.
 */
import { isMap } from "../domain/config-document/finding";
import { atPointer } from "../domain/import/openapi/local-reference";
import type { OpenApiFault } from "../domain/import/openapi/read-open-api";

/** What is to be said of a description; empty: nothing, or its version has no schema here. */
export type FindOpenApiFaults = (document: Record<string, unknown>) => OpenApiFault[];

/** A schema, and how a value is held against it. */
interface Checker {
  schemas: ReadonlyMap<string, unknown>;
  errorsOf: (value: unknown) => { keyword: string; instanceLocation: string; absoluteKeywordLocation: string }[];
}

const SCHEMA_3_0 = "https://spec.openapis.org/oas/3.0/schema";
/** Leaves the schemas within a description alone, which mean nothing to a gateway. */
const SCHEMA_3_1 = "https://spec.openapis.org/oas/3.1/schema";
/** A value costs some thirty microseconds; of a larger description its first paths are looked at. */
const MOST_VALUES = 6_000;
const MOST_FAULTS = 10;
/** Keywords that only say that something within them failed. */
const AROUND = new Set([
  "oneOf",
  "anyOf",
  "allOf",
  "$ref",
  "$dynamicRef",
  "if",
  "then",
  "else",
  "properties",
  "patternProperties",
  "additionalProperties",
  "items",
]);

let prepared: Promise<FindOpenApiFaults> | undefined;

/** The check, with its schemas made ready once per process: about half a second, at the first description. */
export const prepareOpenApiFaults = (): Promise<FindOpenApiFaults> =>
  (prepared ??= prepare().catch((error: unknown) => {
    prepared = undefined;
    throw error;
  }));

async function prepare(): Promise<FindOpenApiFaults> {
  const [{ removeUriSchemePlugin }, { validate }, { BASIC, getSchema, toSchema }] = await Promise.all([
    import("@hyperjump/browser"),
    import("@hyperjump/json-schema/openapi-3-1"),
    import("@hyperjump/json-schema/experimental"),
    import("@hyperjump/json-schema/openapi-3-0"),
  ]);
  for (const scheme of ["http", "https", "file"]) removeUriSchemePlugin(scheme);
  const checkerOf = async (uri: string): Promise<Checker> => {
    const check = await validate(uri);
    const schema = await getSchema(uri);
    const errorsOf: Checker["errorsOf"] = (value) => {
      const output = check(value as Parameters<typeof check>[0], BASIC); // safe because parsed documents hold what JSON can hold
      return output.valid ? [] : (output.errors ?? []);
    };
    return { errorsOf, schemas: new Map([[schema.document.baseUri, toSchema(schema)]]) };
  };
  const [checker30, checker31] = [await checkerOf(SCHEMA_3_0), await checkerOf(SCHEMA_3_1)];
  return (document) => {
    const version = String(document["openapi"]);
    const checker = version.startsWith("3.0") ? checker30 : version.startsWith("3.1") ? checker31 : undefined;
    return checker ? faultsOf(checker, partOf(document)) : [];
  };
}

/** The description with so many of its paths as can be looked at quickly. What else is left out changes no verdict on them. */
function partOf(document: Record<string, unknown>): Record<string, unknown> {
  let left = MOST_VALUES;
  const take = (value: unknown): boolean => (left -= countValues(value, left)) > 0;
  const part: Record<string, unknown> = {};
  for (const key of Object.keys(document)) if (key !== "paths" && key !== "components" && take(document[key])) part[key] = document[key];
  const paths = document["paths"];
  if (isMap(paths)) {
    const some: Record<string, unknown> = {};
    for (const key of Object.keys(paths)) if (take(paths[key])) some[key] = paths[key];
    part["paths"] = some;
  } else if (paths !== undefined) part["paths"] = paths;
  if (take(document["components"]) && "components" in document) part["components"] = document["components"];
  return part;
}

/** How many values there are, counted no further than `most`. */
function countValues(root: unknown, most: number): number {
  const open: unknown[] = [root];
  let count = 0;
  while (open.length > 0 && count <= most) {
    const value = open.pop();
    count += 1;
    if (typeof value === "object" && value !== null) for (const member of Object.values(value)) open.push(member);
  }
  return count;
}

function faultsOf({ errorsOf, schemas }: Checker, document: Record<string, unknown>): OpenApiFault[] {
  // Where something may also be a reference, that it is none is no fault.
  const errors = errorsOf(document).filter(({ absoluteKeywordLocation }) => !/\/(Reference|reference)\/required$/.test(absoluteKeywordLocation));
  const leaves = errors.filter(({ keyword }) => !AROUND.has(nameOf(keyword)));
  const byPlace = new Map<string, { keyword: string; rules: unknown[] }>();
  for (const { keyword, instanceLocation, absoluteKeywordLocation } of leaves) {
    const [uri = "", fragment = ""] = absoluteKeywordLocation.split("#");
    const pointer = instanceLocation.replace(/^#/, "");
    const known = byPlace.get(pointer) ?? { keyword: nameOf(keyword), rules: [] };
    // Alternatives break the same rule, each in its own way; another rule of the same place can wait until this one is kept.
    if (known.keyword === nameOf(keyword)) known.rules.push(atPointer(schemas.get(uri), fragment));
    if (byPlace.has(pointer) || byPlace.size < MOST_FAULTS) byPlace.set(pointer, known);
  }
  return [...byPlace].map(([pointer, { keyword, rules }]) => ({ path: pathOf(pointer), message: messageOf(keyword, rules, atPointer(document, pointer)) }));
}

const nameOf = (keyword: string): string => keyword.slice(keyword.lastIndexOf("/") + 1);

const pathOf = (pointer: string): string[] =>
  pointer
    .split("/")
    .slice(1)
    .map((part) => decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~").slice(0, 80));

function messageOf(keyword: string, rules: readonly unknown[], value: unknown): string {
  const words = [...new Set(rules.flat().filter((each): each is string => typeof each === "string"))];
  if (keyword === "required") {
    const missing = words.filter((word) => !(isMap(value) && Object.hasOwn(value, word)));
    if (missing.length === 0) return "something that is required is missing.";
    return `${missing.join(rules.length > 1 ? " or " : " and ")} ${missing.length === 1 || rules.length > 1 ? "is" : "are"} missing.`;
  }
  if (keyword === "enum" && words.length > 0) return `it must be one of ${words.join(", ")}.`;
  if (keyword === "type" && words.length > 0) return `it must be of type ${words.join(" or ")}.`;
  if (keyword === "minProperties" || keyword === "minItems") return "it must not be empty.";
  if (keyword === "pattern" || keyword === "format") return "the text has not the form that it must have.";
  return ["validate", "unevaluatedProperties", "not"].includes(keyword) ? "it does not belong here." : "it breaks a rule.";
}
