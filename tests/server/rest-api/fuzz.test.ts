import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { registerSchema, validate } from "@hyperjump/json-schema/draft-2020-12";
import { expect, it } from "vitest";
import { openApiDocument } from "@/server/rest-api/open-api";
import { createRestWorld } from "@/tests/support/rest-world";
import { reaching } from "@/tests/support/targets";
import { type Hints, type Schema, valuesOf } from "@/tests/support/schema-values";
import { documentOf } from "@/tests/support/versions-world";

/** `FUZZ_SEED` and `FUZZ_REQUESTS` look elsewhere and longer. */
const SEED = Number(process.env.FUZZ_SEED ?? 4);
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 10_000);
const BASE = "https://signalbox.invalid/openapi.json";

/** Stands for an id that the answers so far have told; below zero: for the group, the draft's newest revision, and the newest rollout. */
const KNOWN = fc.nat(1000).map((at) => ({ known: at }));
const KNOWN_OFTEN = fc.oneof({ weight: 9, arbitrary: KNOWN }, fc.uuid());
const [GROUP, REVISION, ROLLOUT] = [{ known: -1 }, { known: -2 }, { known: -3 }];
const INSTANCES = [randomUUID(), randomUUID()];
const isKnown = (value: unknown): value is { known: number } =>
  typeof value === "object" && value !== null && "known" in value && typeof value.known === "number";

const documents = fc.oneof(
  fc.constantFrom(
    documentOf("echo.internal"),
    documentOf("other.internal", "plugins:\n- name: key-auth\n"),
    "_format_version: '3.0'\n",
    "a: [1",
    "{}",
    "services: 3\n",
  ),
  fc.string({ maxLength: 100, unit: "binary" }),
);
const kinds = fc.constantFrom("services", "routes", "consumers", "plugins", "upstreams", "certificates", "no_such_kind", "Bad Kind");
const fields = fc.oneof(
  fc.record({ name: fc.stringMatching(/^[a-z]{1,6}$/), host: fc.constantFrom("echo.internal", "b.internal") }),
  fc.record({ name: fc.constantFrom("key-auth", "cors", "rate-limiting"), config: fc.constantFrom({}, { minute: 5 }, 7) }),
  fc.record({ username: fc.stringMatching(/^[a-z]{1,6}$/) }),
  fc.dictionary(fc.string({ maxLength: 10 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 }),
);
const strategies = fc.constantFrom(reaching(), reaching({ percent: 10 }), reaching({ selector: { ring: "canary" } }));
const HINTS: Hints = {
  kind: kinds,
  id: fc.oneof(KNOWN, fc.uuid()),
  groupId: fc.oneof({ weight: 20, arbitrary: fc.constant(GROUP) }, KNOWN, fc.uuid(), fc.string({ maxLength: 10 })),
  org: fc.oneof({ weight: 20, arbitrary: fc.constant("ours") }, fc.constantFrom("theirs", "nobody's")),
  instanceId: fc.oneof(fc.constantFrom(...INSTANCES), fc.uuid()),
  tokenId: fc.oneof(KNOWN, fc.uuid()),
  rolloutId: fc.oneof({ weight: 5, arbitrary: fc.constant(ROLLOUT) }, KNOWN, fc.uuid()),
  windowId: fc.oneof({ weight: 3, arbitrary: KNOWN }, fc.uuid()),
  rollout: fc.oneof(fc.constant("allAtOnce"), strategies),
  strategy: fc.oneof(fc.constant(null), strategies),
  freezeOverride: fc.constant({ reason: "It cannot wait" }),
  // Long past when the clock stands.
  cron: fc.oneof({ weight: 3, arbitrary: fc.constant("0 3 28 2 *") }, fc.string({ maxLength: 20 })),
  lengthMinutes: fc.constantFrom(1, 60, 0, "long"),
  timeZone: fc.constantFrom("UTC", "Europe/Berlin", "Nowhere/Land"),
  channelId: KNOWN_OFTEN,
  ruleId: KNOWN_OFTEN,
  deliveryId: fc.uuid().map((id) => `msg_${id}`),
  // A name that is kept from leading anywhere.
  target: fc.record({ kind: fc.constantFrom("webhook", "slack", "mail", "pigeon"), url: fc.constantFrom("https://hooks.invalid/x", "http://hooks.invalid/x") }),
  number: fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 1, max: 5 }) }, fc.constantFrom(0, -1, 1e21, 1_000, "x")),
  revision: fc.oneof(fc.constant(REVISION), fc.integer({ min: 0, max: 30 }), fc.constant("x")),
  // The group that all else is about stays.
  confirmName: fc.constant("no such name"),
  confirmCount: fc.integer({ min: 0, max: 6 }),
  from: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constant("draft")),
  to: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constant("draft")),
  timeout: fc.constantFrom(0, 1, 61, "long"),
  cursor: fc.constantFrom("", "MQ", "x y", Buffer.from("50 9").toString("base64url"), Buffer.from("-5 5").toString("base64url")),
  text: documents,
  source: documents,
  fields,
};

interface Documented {
  path: string;
  method: string;
  operation: {
    operationId: string;
    parameters: { name: string; in: string; schema: Schema; required?: boolean }[];
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

function requestsOf({ operation }: Documented) {
  const named = operation.parameters.map(({ name, in: where, schema, required }) => ({
    name,
    where,
    isRequired: required === true,
    values: HINTS[name] ?? valuesOf(schema, HINTS),
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
    body: json ? fc.oneof({ weight: 4, arbitrary: valuesOf(json.schema, HINTS) }, fc.jsonValue({ maxDepth: 1 })) : fc.constant(undefined),
    yaml: isYaml ? fc.option(documents, { nil: undefined, freq: 2 }) : fc.constant(undefined),
    key: fc.oneof({ weight: 12, arbitrary: fc.constant(undefined) }, fc.uuid(), fc.constantFrom("a", "b c")),
    ifMatch: fc.oneof({ weight: 6, arbitrary: fc.constant("*") }, fc.constantFrom('"0"', "x", undefined)),
    accept: fc.oneof({ weight: 8, arbitrary: fc.constant(undefined) }, fc.constantFrom("application/json", "*/*;q=0.5", "application/yaml")),
    spoilt: SPOILT,
  });
}

type Drawn = ReturnType<typeof requestsOf> extends fc.Arbitrary<infer Value> ? Value : never;

/** What answers have told so far. */
class Told {
  readonly ids: string[] = [];
  readonly entities: { kind: string; id: string }[] = [];
  revision = 0;
  rolloutId = "";

  constructor(
    readonly groupId: string,
    readonly token: string,
    /** Of the token itself, which is not to be revoked. */
    private readonly tokenId: string,
  ) {}

  hear(text: string): void {
    for (const [, kind = "", id = ""] of text.matchAll(/"kind":"(\w+)","id":"([0-9a-f-]{36})"/g))
      if (!this.entities.some((each) => each.id === id)) this.entities.push({ kind, id });
    for (const [, id = ""] of text.matchAll(/"id":"([0-9a-f-]{36})"/g)) if (id !== this.tokenId && !this.ids.includes(id)) this.ids.push(id);
    this.rolloutId = /"rolloutId":"([0-9a-f-]{36})"/.exec(text)?.[1] ?? this.rolloutId;
    this.revision = Number(/"revision":(\d+)/.exec(text)?.[1] ?? this.revision);
  }

  /** Puts what was told into the places that stand for it; a kind and an id side by side become those of one entity. */
  settle(value: unknown): unknown {
    if (value === GROUP) return this.groupId;
    if (value === REVISION) return this.revision;
    if (value === ROLLOUT) return this.rolloutId;
    if (isKnown(value)) return this.ids[value.known % Math.max(1, this.ids.length)] ?? randomUUID();
    if (Array.isArray(value)) return value.map((each) => this.settle(each));
    if (typeof value !== "object" || value === null) return value;
    const settled = Object.entries(value).map(([key, each]) => [key, this.settle(each)]);
    const entity = "kind" in value && "id" in value && isKnown(value.id) ? this.entities.at(-1 - (value.id.known % 5)) : undefined;
    return { ...Object.fromEntries(settled), ...entity };
  }
}

function queryOf(query: Record<string, unknown>): URLSearchParams {
  const written = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (typeof value === "object" && value !== null) for (const [key, part] of Object.entries(value)) written.set(`${name}[${key}]`, String(part));
    else written.set(name, String(value));
  }
  return written;
}

function requestOf({ path, method, operation }: Documented, drawn: Drawn, told: Told): Request {
  const { path: parameters, query, body, yaml, key, ifMatch, accept, spoilt } = told.settle(drawn) as Drawn; // safe because it keeps the shape
  const at = path.replace(/\{(\w+)\}/g, (_, name: string) => partOf((parameters as Record<string, unknown>)[name]));
  const isYaml = yaml !== undefined && spoilt === "no";
  const held = new Set(isYaml ? [] : Object.keys(operation.requestBody?.content["application/json"]?.schema["properties"] ?? {}));
  const asked = queryOf(Object.fromEntries(Object.entries(query).filter(([name]) => !held.has(name))));
  if (spoilt === "query") asked.append("nonsense", "1");
  const headers = new Headers(spoilt === "token" ? {} : { Authorization: `Bearer ${told.token}` });
  if (key !== undefined) headers.set("Idempotency-Key", key);
  if (ifMatch !== undefined) headers.set("If-Match", ifMatch);
  if (spoilt === "accept") headers.set("Accept", "image/png");
  else if (accept !== undefined) headers.set("Accept", accept);
  const isBodied = method === "post" || method === "put";
  let text = yaml ?? (body === undefined ? undefined : JSON.stringify(body));
  if (spoilt === "json") text = "{";
  if (spoilt === "body") text = undefined;
  if (spoilt === "member") text = JSON.stringify({ nonsense: 1 });
  if (isBodied && text !== undefined) headers.set("Content-Type", spoilt === "type" ? "text/plain" : isYaml ? "application/yaml" : "application/json");
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
  await using world = await createRestWorld();
  for (const id of INSTANCES) await world.addInstance(id, { runningEtag: '"x"' });
  await world.publish("a.internal", "b.internal");
  const drawn = OPERATIONS.map((operation, index) => ({
    operation,
    requests: fc.sample(requestsOf(operation), { seed: SEED + index, numRuns: Math.ceil(REQUESTS / OPERATIONS.length) }),
  }));
  const told = new Told(world.ours.groupId, world.tokens.ours, (await world.caller.accessTokens.list({ org: "ours" }))[0]?.id ?? "");
  const staged = { source: documentOf("c.internal"), message: "In stages", rollout: reaching({ percent: 10 }) };
  told.hear(JSON.stringify(await world.caller.configVersions.publish({ ...world.at, ...staged })));
  const wrong: string[] = [];
  const statuses = new Map<number, number>();
  const granted = new Set<string>();
  let count = 0;
  for (let round = 0; count < REQUESTS; round++) {
    for (const { operation, requests } of drawn) {
      const one = requests[round];
      if (!one || count >= REQUESTS) continue;
      count += 1;
      const request = requestOf(operation, one, told);
      const answer = await world.handle(request);
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      if (answer.ok) granted.add(operation.operation.operationId);
      const text = await answer.text();
      if (answer.ok) told.hear(text);
      const type = answer.headers.get("content-type") ?? "";
      const line = `${request.method} ${request.url} -> ${answer.status} ${type} ${text.slice(0, 300)}`;
      if (answer.status === 500) wrong.push(line);
      if (answer.status === 204 && "204" in operation.operation.responses) continue;
      const place = placeOf(operation, answer.status, type);
      if (place === undefined) wrong.push(`not in the document: ${line}`);
      else if (type !== "application/yaml" && !(await fits(place, JSON.parse(text)))) wrong.push(`fits not: ${line}`);
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
