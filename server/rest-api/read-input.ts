import { isMap } from "../domain/config-document/finding";
import { jsonBoundsFault } from "../domain/json-bounds";
import { MOST_BODY_BYTES } from "../domain/size-limits";
import { readBytes, Refusal } from "../runtime-api/answers";
import { isMediaType } from "../runtime-api/media-types";
import { coerce, inputPlan, type JsonSchema, takesBody } from "./input-schema";
import type { ListRule } from "./list-rules";
import type { Operation } from "./operation";
import { unknownMember } from "./unknown-member";

const DEFAULT_LIMIT = 50;
/** The longest page of any list. */
export const MOST_ITEMS = 200;
/** Of what a query may carry beside the operation's own: the paging of lists. */
const LIST_NAMES = ["cursor", "limit"];
const YAML = "application/yaml";
const STANDS_TWICE = "This parameter stands twice.";

/** What a request says: the members of the input, and which page of a list it wants. */
export interface ReadInput {
  input: Record<string, unknown>;
  place?: string;
  limit: number;
}

const misfit = (detail: string, field: string) => new Refusal(422, detail, {}, field);

const encode = (place: string): string => Buffer.from(place).toString("base64url");
function decode(cursor: string, rule: ListRule): string {
  const place = Buffer.from(cursor, "base64url").toString();
  if (encode(place) !== cursor || !rule.place.test(place)) throw misfit("This is no cursor of ours.", "cursor");
  return place;
}
/** A place in a list as callers are given it. */
export const cursorOf = (place: string | undefined): string | null => (place === undefined ? null : encode(place));

/** A member that is an object stands as `name[key]=value`. */
const splitName = (name: string): [string, string | undefined] => {
  const match = /^(\w+)\[([^[\]]+)\]$/.exec(name);
  return match?.[1] ? [match[1], match[2]] : [name, undefined];
};

function partSchema(schema: JsonSchema, part: string): JsonSchema {
  const properties = schema["properties"];
  return isMap(properties) && isMap(properties[part]) ? properties[part] : {};
}

/** Reads a query by the schemas of its members; one that there is not, or that stands twice, is refused, so that no typing error goes unseen. */
function readQuery(query: URLSearchParams, schemas: Record<string, JsonSchema>): Record<string, unknown> {
  const read = new Map<string, unknown>();
  for (const [name, text] of query) {
    const [member, part] = splitName(name);
    const schema = Object.hasOwn(schemas, member) ? schemas[member] : undefined;
    if (!schema) throw misfit("There is no such parameter.", name.slice(0, 100));
    if (part === undefined) {
      if (read.has(member)) throw misfit(STANDS_TWICE, member);
      read.set(member, coerce(text, schema));
    } else {
      const known = read.get(member);
      read.set(member, { ...(isMap(known) ? known : {}), [part]: coerce(text, partSchema(schema, part)) });
    }
  }
  for (const [name, value] of read) {
    const unknown = unknownMember(value, schemas[name] ?? {}, name);
    if (unknown !== undefined) throw misfit("There is no such parameter.", unknown.slice(0, 100));
  }
  return Object.fromEntries(read);
}

function readJson(bytes: Buffer, schemas: Record<string, JsonSchema>): Record<string, unknown> {
  const fault = jsonBoundsFault(bytes);
  if (fault !== undefined) throw new Refusal(400, fault);
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch {
    throw new Refusal(400, "The body is no JSON.");
  }
  if (!isMap(value)) throw new Refusal(422, "The body is a JSON object.");
  for (const [name, each] of Object.entries(value)) {
    const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
    const unknown = schema ? unknownMember(each, schema, name) : name;
    if (unknown !== undefined) throw misfit("There is no such member.", unknown.slice(0, 100));
  }
  return value;
}

/** The types of body that an operation takes. */
export const bodyTypes = ({ yamlBody }: Operation): string[] => ["application/json", ...(yamlBody ? [YAML] : [])];

async function readWhole(request: Request, operation: Operation): Promise<{ body: Record<string, unknown>; isYaml: boolean }> {
  const { body: schemas } = inputPlan(operation);
  const bytes = takesBody(operation) ? await readBytes({ ...bodyOf(request) }, operation.maxBytes ?? MOST_BODY_BYTES) : undefined;
  if (!bytes?.length) return { body: {}, isYaml: false };
  const type = request.headers.get("content-type");
  if (operation.yamlBody && isMediaType(type, YAML)) return { body: operation.yamlBody(bytes.toString("utf8")), isYaml: true };
  if (!isMediaType(type, "application/json")) throw new Refusal(415, "This body's type is not taken.", { Accept: bodyTypes(operation).join(", ") });
  return { body: readJson(bytes, schemas), isYaml: false };
}

async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
}

const bodyOf = ({ method, url, headers, body, signal }: Request) => ({ method, url, headers, signal, body: body && chunksOf(body) });

/** Takes the paging of a list out of its query. */
function readPaging(query: URLSearchParams, rule: ListRule): Omit<ReadInput, "input"> {
  const twice = LIST_NAMES.find((name) => query.getAll(name).length > 1);
  if (twice !== undefined) throw misfit(STANDS_TWICE, twice);
  const limit = coerce(query.get("limit") ?? String(DEFAULT_LIMIT), { type: "integer" });
  if (typeof limit !== "number" || !Number.isInteger(limit) || limit < 1 || limit > MOST_ITEMS) throw misfit(`A page has 1 to ${MOST_ITEMS} items.`, "limit");
  const cursor = query.get("cursor");
  for (const name of LIST_NAMES) query.delete(name);
  return cursor === null ? { limit } : { limit, place: decode(cursor, rule) };
}

/** Reads what a request says to an operation. Nothing is judged yet but its form. */
export async function readInput(request: Request, operation: Operation, parameters: Record<string, string>): Promise<ReadInput> {
  const plan = inputPlan(operation);
  const query = new URL(request.url).searchParams;
  const paging = operation.list ? readPaging(query, operation.list) : { limit: DEFAULT_LIMIT };
  const { body, isYaml } = await readWhole(request, operation);
  // Beside a body of YAML, which is one member, the others stand in the query.
  const inQuery = isYaml ? Object.fromEntries(Object.entries(plan.body).filter(([name]) => !Object.hasOwn(body, name))) : plan.query;
  const path = Object.fromEntries(Object.entries(parameters).map(([name, text]) => [name, coerce(text, plan.path[name] ?? {})]));
  return { ...paging, input: { ...readQuery(query, inQuery), ...body, ...path } };
}
