import { isMap } from "../domain/config-document/finding";
import type { JsonSchema } from "./input-schema";

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const branchesOf = (schema: JsonSchema): JsonSchema[] => [...listOf(schema["anyOf"]), ...listOf(schema["oneOf"])].filter(isMap);

/** Whether a value may be meant as that branch of a union: it has what the branch asks for. */
function isMeant(value: unknown, { type, required, properties }: JsonSchema): boolean {
  if (Array.isArray(value)) return type === "array";
  if (!isMap(value) || type !== "object") return false;
  const constants = Object.entries(isMap(properties) ? properties : {}).filter(([, schema]) => isMap(schema) && Object.hasOwn(schema, "const"));
  return (
    listOf(required).every((name) => Object.hasOwn(value, String(name))) &&
    constants.every(([name, schema]) => isMap(schema) && value[name] === schema["const"])
  );
}

/** A union takes what one of its branches takes. Where none is meant, it is for the procedure to say what is wrong. */
function unknownInBranches(value: unknown, branches: JsonSchema[], path: string): string | undefined {
  const found = branches.filter((branch) => isMeant(value, branch)).map((branch) => unknownMember(value, branch, path));
  return found.includes(undefined) ? undefined : found[0];
}

/**
 * The path of a member that no schema knows, at any depth; undefined: there is none. Zod leaves such members out, so that of a
 * misspelt one what stands where it is absent would count: a search that finds all, a gate that asks for nothing.
 */
export function unknownMember(value: unknown, schema: JsonSchema, path: string): string | undefined {
  const branches = branchesOf(schema);
  if (branches.length > 0) return unknownInBranches(value, branches, path);
  const schemaOf = Array.isArray(value) ? () => schema["items"] : memberSchema(schema);
  for (const [name, each] of Array.isArray(value) || isMap(value) ? Object.entries(value) : []) {
    const its = schemaOf(name);
    const found = its === undefined ? `${path}.${name}` : isMap(its) ? unknownMember(each, its, `${path}.${name}`) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The schema of a member by its name, `true` where anything goes; undefined: an object of this schema has no such member. */
function memberSchema({ properties, propertyNames, additionalProperties }: JsonSchema): (name: string) => unknown {
  const known = isMap(properties) ? properties : undefined;
  const names = isMap(propertyNames) && Array.isArray(propertyNames["enum"]) ? propertyNames["enum"] : undefined;
  // Zod says so of an object that may hold more.
  const others = additionalProperties === false || (known && additionalProperties === undefined) ? undefined : (additionalProperties ?? true);
  return (name) => (known && Object.hasOwn(known, name) ? known[name] : names && !names.includes(name) ? undefined : others);
}

/** The schema as a document shows it: objects say that they take no other members. */
export function closed(schema: JsonSchema): JsonSchema {
  const of = (value: unknown): unknown => (Array.isArray(value) ? value.map(of) : isMap(value) ? closed(value) : value);
  const properties = schema["properties"];
  const isClosed = schema["type"] === "object" && isMap(properties) && schema["additionalProperties"] === undefined;
  const parts = Object.entries(schema).map(([name, value]) => {
    // Its members are named by people, and may be called what a schema's own are.
    if (name === "properties" && isMap(value)) return [name, Object.fromEntries(Object.entries(value).map(([member, its]) => [member, of(its)]))];
    return [name, ["default", "const", "enum", "examples"].includes(name) ? value : of(value)];
  });
  return { ...Object.fromEntries(parts), ...(isClosed ? { additionalProperties: false } : {}) };
}
