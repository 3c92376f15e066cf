import type { AnyProcedure } from "@trpc/server";
import { z } from "zod";
import { isMap } from "../domain/config-document/finding";
import { appRouter } from "../trpc/root";
import type { Operation } from "./operation";

/** A JSON Schema, as zod writes it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** An operation's input, by where in the request each member stands. */
export interface InputPlan {
  path: Record<string, JsonSchema>;
  query: Record<string, JsonSchema>;
  /** Empty: the request has no body. */
  body: Record<string, JsonSchema>;
  required: ReadonlySet<string>;
}

const procedures = appRouter._def.procedures as unknown as Record<string, AnyProcedure>; // safe because the router keeps them flat, by dotted path

/** The parameters in a path, in their order. */
export const pathNames = (path: string): string[] => [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");

/** Whether requests of this operation have a body. */
export const takesBody = ({ method }: Pick<Operation, "method">): boolean => method === "POST" || method === "PUT";

function schemasOf({ procedure, input }: Operation): z.ZodType[] {
  if (input) return [input.schema];
  const { inputs = [] } = { ...procedures[procedure]?._def } as { inputs?: unknown[] }; // safe because tRPC keeps what `.input` was given
  return inputs.filter((each) => each instanceof z.ZodType);
}

function membersOf(operation: Operation): { properties: Record<string, JsonSchema>; required: Set<string> } {
  const schemas = schemasOf(operation).map((schema) => z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema); // safe because a JSON Schema is an object
  const properties = Object.assign({}, ...schemas.map((schema) => schema["properties"] ?? {})) as Record<string, JsonSchema>; // safe because these are schemas by name
  return { properties, required: new Set(schemas.flatMap((schema) => (Array.isArray(schema["required"]) ? schema["required"].map(String) : []))) };
}

function planOf(operation: Operation): InputPlan {
  const { properties, required } = membersOf(operation);
  const names = pathNames(operation.path);
  const given = new Set([...(operation.seen?.gives ?? []), ...(operation.list?.members ?? [])].filter((name) => !names.includes(name)));
  const plan: InputPlan = { path: {}, query: {}, body: {}, required };
  for (const [name, schema] of Object.entries(properties)) {
    if (given.has(name)) continue;
    (names.includes(name) ? plan.path : takesBody(operation) ? plan.body : plan.query)[name] = schema;
  }
  return plan;
}

const plans = new Map<string, InputPlan>();

/** Where in a request of this operation each member of the input stands. */
export function inputPlan(operation: Operation): InputPlan {
  const plan = plans.get(operation.id) ?? planOf(operation);
  plans.set(operation.id, plan);
  return plan;
}

const branchesOf = (schema: JsonSchema): JsonSchema[] => (Array.isArray(schema["anyOf"]) ? schema["anyOf"].filter(isMap) : [schema]);

/** A text of a path or query as the schema's type, as far as it reads as one; the procedure's own schema judges it. */
export function coerce(text: string, schema: JsonSchema): unknown {
  const types = branchesOf(schema).map(({ type }) => type);
  if ((types.includes("integer") || types.includes("number")) && /^-?\d{1,15}(\.\d+)?$/.test(text)) return Number(text);
  if (types.includes("boolean") && (text === "true" || text === "false")) return text === "true";
  return text;
}
