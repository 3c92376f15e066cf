import fc from "fast-check";
import { registerSchema, validate } from "@hyperjump/json-schema/draft-2020-12";
import { expect, it } from "vitest";
import { openApiDocument } from "@/server/rest-api/open-api";
import { memberOf, type Schema, valuesOf } from "@/tests/support/schema-values";
import { documents, HINTS, INSTANCES, knownAt, pageAt, Told } from "./fuzz-hints";
import { createFuzzWorld } from "./fuzz-world";

/** `FUZZ_SEED` and `FUZZ_REQUESTS` look elsewhere and longer. */
const SEED = Number(process.env.FUZZ_SEED ?? 4);
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 10_000);
const BASE = "https://signalbox.invalid/openapi.json";

interface Parameter {
  name: string;
  in: string;
  schema: Schema;
  required?: boolean;
}

interface Documented {
  path: string;
  method: string;
  operation: {
    operationId: string;
    parameters: Parameter[];
    requestBody?: { content: Record<string, { schema: Schema }> };
    responses: Record<string, { $ref?: string; content?: Record<string, { schema: Schema }> }>;
  };
}

const document = openApiDocument();
const OPERATIONS = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation }) as unknown as Documented),
); // safe because `open-api.test.ts` holds the document against OpenAPI's own schema

/** How a request may be spoiled, beside what its values may be. */
const SPOILT = fc.oneof(
  { weight: 40, arbitrary: fc.constant("no" as const) },
  fc.constantFrom("body" as const, "json" as const, "type" as const, "accept" as const, "token" as const, "query" as const, "member" as const),
);

/** Parameters of paths whose hints know more than a list does. */
const HINTED = new Set(["org", "groupId", "number", "kind", "id"]);

/** Values of a parameter: in the path, of what is listed where the path ends before it; as a cursor, of what the list told. */
function parameterOf(path: string, { name, in: where, schema }: Parameter): fc.Arbitrary<unknown> {
  const values = memberOf(name, schema, HINTS);
  if (name === "cursor") return fc.oneof(values, { weight: 4, arbitrary: pageAt(path) });
  if (where !== "path" || HINTED.has(name)) return values;
  return fc.oneof(values, { weight: 6, arbitrary: knownAt(path.slice(0, path.indexOf(`/{${name}}`))) });
}

function requestsOf({ path, operation }: Documented) {
  const named = operation.parameters.map((parameter) => ({
    name: parameter.name,
    where: parameter.in,
    // A wait that does not say how long takes half a minute.
    isRequired: parameter.required === true || parameter.name === "timeout",
    values: parameterOf(path, parameter),
  }));
  const record = (where: string) => {
    const parts = named.filter((each) => each.where === where);
    return fc.record(Object.fromEntries(parts.map(({ name, values }) => [name, values])), {
      requiredKeys: parts.filter(({ isRequired }) => isRequired).map(({ name }) => name),
    });
  };
  const json = operation.requestBody?.content["application/json"];
  const isYaml = operation.requestBody?.content["application/yaml"] !== undefined;
  return fc.record({
    path: record("path"),
    query: record("query"),
    body: json ? fc.oneof({ weight: 8, arbitrary: valuesOf(json.schema, HINTS) }, fc.jsonValue({ maxDepth: 1 })) : fc.constant(undefined),
    yaml: isYaml ? fc.option(documents, { nil: undefined, freq: 2 }) : fc.constant(undefined),
    key: fc.oneof({ weight: 12, arbitrary: fc.constant(undefined) }, fc.uuid(), fc.constantFrom("a", "b c")),
    ifMatch: fc.oneof({ weight: 6, arbitrary: fc.constant("*") }, fc.constantFrom('"0"', "x", undefined)),
    accept: fc.oneof({ weight: 8, arbitrary: fc.constant(undefined) }, fc.constantFrom("application/json", "*/*;q=0.5", "application/yaml")),
    spoilt: SPOILT,
  });
}

type Drawn = ReturnType<typeof requestsOf> extends fc.Arbitrary<infer Value> ? Value : never;

function queryOf(query: Record<string, unknown>): URLSearchParams {
  const written = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    if (typeof value === "object" && value !== null) for (const [key, part] of Object.entries(value)) written.set(`${name}[${key}]`, String(part));
    else written.set(name, String(value));
  }
  return written;
}

function requestOf({ path, method }: Documented, drawn: Drawn, told: Told, token: string): Request {
  const { path: parameters, query, body, yaml, key, ifMatch, accept, spoilt } = told.settle(drawn) as Drawn; // safe because it keeps the shape
  const at = path.replace(/\{(\w+)\}/g, (_, name: string) => partOf((parameters as Record<string, unknown>)[name]));
  const asked = queryOf(query);
  if (spoilt === "query") asked.append("nonsense", "1");
  const headers = new Headers(spoilt === "token" ? {} : { Authorization: `Bearer ${token}` });
  if (key !== undefined) headers.set("Idempotency-Key", key);
  if (ifMatch !== undefined) headers.set("If-Match", ifMatch);
  if (spoilt === "accept") headers.set("Accept", "image/png");
  else if (accept !== undefined) headers.set("Accept", accept);
  const isBodied = method === "post" || method === "put";
  let text = yaml ?? (body === undefined ? undefined : JSON.stringify(body));
  if (spoilt === "json") text = "{";
  if (spoilt === "body") text = undefined;
  if (spoilt === "member") text = JSON.stringify({ nonsense: 1 });
  if (isBodied && text !== undefined)
    headers.set("Content-Type", spoilt === "type" ? "text/plain" : yaml !== undefined && spoilt === "no" ? "application/yaml" : "application/json");
  const sent = isBodied && text !== undefined ? { body: text } : {};
  return new Request(`http://localhost/api/v1${at}?${asked}`, { method: method.toUpperCase(), headers, ...sent });
}

/** As a part of a path; a part of one or two dots would be taken out of it by every client. */
const partOf = (value: unknown): string => encodeURIComponent(String(value).replace(/\p{Surrogate}/gu, "?")).replace(/^\.{0,2}$/, "x");
const escaped = (text: string): string => text.replaceAll("~", "~0").replaceAll("/", "~1");

/** The schema of the answer within the document, as a fragment; undefined: there is no such answer in it. */
function placeOf({ path, method, operation }: Documented, status: number, type: string): string | undefined {
  const response = operation.responses[status];
  if (response?.$ref) return type === "application/problem+json" ? `${response.$ref}/content/${escaped(type)}/schema` : undefined;
  return response?.content?.[type] ? `#/paths/${escaped(path)}/${method}/responses/${status}/content/${escaped(type)}/schema` : undefined;
}

it(`${REQUESTS} requests drawn from the document get no 500, and answers that fit it`, async () => {
  registerSchema({ $schema: "https://json-schema.org/draft/2020-12/schema", ...document } as never, BASE);
  const validators = new Map<string, Awaited<ReturnType<typeof validate>>>();
  const fits = async (place: string, body: unknown) => {
    const known = validators.get(place) ?? (await validate(`${BASE}${encodeURI(place)}`));
    validators.set(place, known);
    return known(body as never).valid;
  };
  await using world = await createFuzzWorld();
  const drawn = OPERATIONS.map((operation, index) => ({
    operation,
    requests: fc.sample(requestsOf(operation), { seed: SEED + index, numRuns: Math.ceil(REQUESTS / OPERATIONS.length) }),
  }));
  const told = new Told(world.ours.groupId, world.tokenId);
  const wrong: string[] = [];
  const statuses = new Map<number, number>();
  const granted = new Set<string>();
  let count = 0;
  for (let round = 0; count < REQUESTS; round++) {
    if (round % 4 === 0) for (const id of await world.goOn()) told.hear(INSTANCES, { id });
    for (const { operation, requests } of drawn) {
      const one = requests[round];
      if (!one || count >= REQUESTS) continue;
      count += 1;
      const request = requestOf(operation, one, told, world.tokens.ours);
      const answer = await world.handle(request);
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      if (answer.ok) granted.add(operation.operation.operationId);
      const text = await answer.text();
      const type = answer.headers.get("content-type") ?? "";
      const body: unknown = type.endsWith("json") ? JSON.parse(text) : undefined;
      if (answer.ok) told.hear(operation.path, body);
      const line = `${request.method} ${request.url} -> ${answer.status} ${type} ${text.slice(0, 300)}`;
      if (answer.status === 500) wrong.push(line);
      if (answer.status === 204 && "204" in operation.operation.responses) continue;
      const place = placeOf(operation, answer.status, type);
      if (place === undefined) wrong.push(`not in the document: ${line}`);
      else if (type !== "application/yaml" && !(await fits(place, body))) wrong.push(`fits not: ${line}`);
    }
  }
  expect(wrong.slice(0, 10)).toEqual([]);
  expect(world.logged).toEqual([]);
  // Refusals alone would prove little.
  const never = OPERATIONS.map(({ operation }) => operation.operationId).filter((id) => !granted.has(id));
  expect(never.length).toBeLessThan(OPERATIONS.length / 5);
  console.info(
    `fuzz: ${count} requests, seed ${SEED}, statuses ${JSON.stringify(Object.fromEntries([...statuses].sort(([a], [b]) => a - b)))}, never granted: ${never.join(", ") || "none"}`,
  );
});
