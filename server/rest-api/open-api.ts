import { z } from "zod";
import { TITLES } from "../runtime-api/answers";
import { inputPlan, type JsonSchema, takesBody } from "./input-schema";
import { type Operation, pageOf } from "./operation";
import { OPERATIONS } from "./operations";
import { Problem } from "./problem";
import { bodyTypes, MOST_ITEMS } from "./read-input";
import { BASE } from "./routing";
import { closed } from "./unknown-member";

type Json = Record<string, unknown>;
/** A document of OpenAPI 3.1. */
export interface OpenApiDocument extends Json {
  info: { description: string } & Json;
  paths: Record<string, Record<string, Json>>;
  components: { schemas: Record<string, JsonSchema> } & Json;
}

const INFO = {
  title: "Signalbox",
  version: "1",
  description:
    "What the console can do, for scripts and pipelines. Send a token in Authorization: Bearer; a session of a browser counts for nothing here. " +
    "What the role of a token's owner or its own scope does not cover is 403; a foreign thing reads like a missing one, 404. Times are milliseconds since 1970.",
};

/** A schema with those it names as references among the components. */
function referring(schema: z.ZodType, components: Record<string, JsonSchema>): JsonSchema {
  const whole = z.toJSONSchema(z.object({ it: schema }), { io: "output", unrepresentable: "any" });
  const text = JSON.stringify(whole).replaceAll('"#/$defs/', '"#/components/schemas/');
  const { $defs, properties } = JSON.parse(text) as { $defs?: Record<string, JsonSchema>; properties: { it: JsonSchema } }; // safe because zod wrote it of an object with that member
  for (const [name, { id: _, ...rest }] of Object.entries($defs ?? {})) components[name] = rest;
  return properties.it;
}

const parameter = (where: "path" | "query", name: string, schema: JsonSchema, isRequired: boolean): Json => ({
  name,
  in: where,
  ...(isRequired ? { required: true } : {}),
  ...(schema["type"] === "object" ? { style: "deepObject", explode: true } : {}),
  ...(typeof schema["description"] === "string" ? { description: schema["description"] } : {}),
  schema,
});

const header = (name: string, description: string, isRequired = false): Json => ({
  name,
  in: "header",
  ...(isRequired ? { required: true } : {}),
  description,
  schema: { type: "string" },
});

const PAGING = [
  parameter("query", "limit", { type: "integer", minimum: 1, maximum: MOST_ITEMS, default: 50, description: "How many items a page has." }, false),
  parameter("query", "cursor", { type: "string", description: "next_cursor of the page before." }, false),
];

const BESIDE_YAML = "Beside a body of application/yaml alone; one of JSON holds it.";
const KEY = header("Idempotency-Key", "Of your choice: the same request with the same key and token is done once, and answered again as it was, for a day.");

/** What stands in the query beside a body of YAML, which is one member of the input; a body of JSON holds them all. */
function besideYaml({ yamlBody }: Operation, body: Record<string, JsonSchema>): Json[] {
  const others = yamlBody ? Object.entries(body).filter(([name]) => !Object.hasOwn(yamlBody(""), name)) : [];
  return others.map(([name, schema]) => parameter("query", name, { ...schema, description: BESIDE_YAML }, false));
}

function parametersOf(operation: Operation): Json[] {
  const { path, query, body, required } = inputPlan(operation);
  const { seen } = operation;
  return [
    ...Object.entries(path).map(([name, schema]) => parameter("path", name, schema, true)),
    ...Object.entries(query).map(([name, schema]) => parameter("query", name, schema, required.has(name))),
    ...besideYaml(operation, body),
    ...(operation.list ? PAGING : []),
    ...(operation.method === "POST" && !operation.changesNothing ? [KEY] : []),
    ...(seen ? [header("If-Match", `The ETag of what was seen${seen.isRequired ? ", or *" : ""}; 412 where it is not what is there.`, seen.isRequired)] : []),
  ];
}

function bodyOf(operation: Operation): Json | undefined {
  const { body, required } = inputPlan(operation);
  if (!takesBody(operation) || Object.keys(body).length === 0) return undefined;
  const names = Object.keys(body).filter((name) => required.has(name));
  const schema = closed({ type: "object", properties: body, ...(names.length > 0 ? { required: names } : {}) });
  const content = Object.fromEntries(bodyTypes(operation).map((type) => [type, { schema: type === "application/json" ? schema : { type: "string" } }]));
  return { ...(names.length > 0 ? { required: true } : {}), content };
}

/** What a request to the operation can be refused with, beside what any can. */
function refusalsOf(operation: Operation): number[] {
  const { seen } = operation;
  // What was seen is told by If-Match, or as a revision in the body.
  const tellsSeen = seen !== undefined || Object.hasOwn(inputPlan(operation).body, "revision");
  return [400, 401, 403, 404, 406, ...(takesBody(operation) ? [413, 415] : []), 409, ...(tellsSeen ? [412] : []), 422, ...(seen?.isRequired ? [428] : []), 429];
}

const ANSWER_HEADERS = {
  "Request-Id": { description: "Stands in the log too.", schema: { type: "string", format: "uuid" } },
  RateLimit: { description: "What is left of the token's quota.", schema: { type: "string" } },
  "RateLimit-Policy": { description: "The token's quota.", schema: { type: "string" } },
};

function answersOf(operation: Operation, components: Record<string, JsonSchema>): Json {
  const { output, list, status, etagOf, yamlAnswer, location } = operation;
  const schema = output && referring(list ? pageOf(output) : output, components);
  const content = schema && { "application/json": { schema }, ...(yamlAnswer === undefined ? {} : { "application/yaml": { schema: { type: "string" } } }) };
  const headers = {
    ...ANSWER_HEADERS,
    ...(location ? { Location: { description: "Where it is.", schema: { type: "string" } } } : {}),
    ...(etagOf ? { ETag: { description: "For If-Match.", schema: { type: "string" } } } : {}),
  };
  const granted = { description: status === 204 ? "Done." : status === 201 ? "Created." : "Done, or told.", headers, ...(content ? { content } : {}) };
  const refused = refusalsOf(operation).map((code) => [code, { $ref: `#/components/responses/${code}` }]);
  return { [status]: granted, ...Object.fromEntries(refused) };
}

function describe(operation: Operation, components: Record<string, JsonSchema>): Json {
  const body = bodyOf(operation);
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    parameters: parametersOf(operation),
    ...(body ? { requestBody: body } : {}),
    responses: answersOf(operation, components),
  };
}

function write(): OpenApiDocument {
  const schemas: Record<string, JsonSchema> = {};
  const problem = referring(Problem, schemas);
  const paths: OpenApiDocument["paths"] = {};
  for (const operation of OPERATIONS) (paths[operation.path] ??= {})[operation.method.toLowerCase()] = describe(operation, schemas);
  const responseOf = (code: number) => ({ description: TITLES[code], headers: ANSWER_HEADERS, content: { "application/problem+json": { schema: problem } } });
  const codes = [...new Set(OPERATIONS.flatMap(refusalsOf))].sort((a, b) => a - b);
  return {
    openapi: "3.1.0",
    info: INFO,
    servers: [{ url: BASE }],
    security: [{ token: [] }],
    tags: [...new Set(OPERATIONS.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas,
      responses: Object.fromEntries(codes.map((code) => [code, responseOf(code)])),
      securitySchemes: { token: { type: "http", scheme: "bearer" } },
    },
  };
}

let document: OpenApiDocument | undefined;

/** The OpenAPI 3.1 document of every operation; made once, of the same table that requests are routed by. */
export const openApiDocument = (): OpenApiDocument => (document ??= write());
