/**
 * The REST API below /api/v1: a thin door over the console's own procedures, written to the web's Request and Response.
 * Invariants: a request is served as the bearer of its token and in no other way, so that no cookie counts; an answer holds what its
 * operation's schema names and nothing else; a known error is never a 500; every answer carries Request-Id; no secret goes to the log.
 * Sources: RFC 9110, RFC 9457, draft-ietf-httpapi-ratelimit-headers, draft-ietf-httpapi-idempotency-key-header.
 */
import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { OrgDb } from "../../db/scoped";
import { errorNames } from "../domain/error-names";
import { isTokenLike } from "../domain/token";
import { bearerOf, Refusal, unauthorized } from "../runtime-api/answers";
import { prefers } from "../runtime-api/media-types";
import { TryLimit } from "../runtime-api/try-limit";
import type { Context } from "../trpc/context";
import { createCaller } from "../trpc/root";
import { keyOf, onceByKey } from "./idempotency";
import { pathNames } from "./input-schema";
import { pageOf, type Operation, type ProcedurePath } from "./operation";
import { openApiDocument } from "./open-api";
import { problemResponse, refusalIn, refusalOf } from "./problem";
import { RateLimit } from "./rate-limit";
import { cursorOf, type ReadInput, readInput } from "./read-input";
import { BASE, routeOf } from "./routing";

/** Who bears a token: what procedures are called as, and by what its requests and keys are counted. */
export interface Bearer {
  context: Context;
  tokenId: string;
  org: OrgDb;
}

interface Options {
  now: () => number;
  /** Null: nobody has this token, or no longer. */
  bearerOf: (token: string, request: { id: string; address: string }) => Promise<Bearer | null>;
  mostRequests?: number;
  /** Takes a line on each answer of 500; it holds no secret. */
  log?: (line: string) => void;
}

type Call = (procedure: ProcedurePath, input: Record<string, unknown>) => Promise<unknown>;

const callerOf = (context: Context, signal: AbortSignal): Call => {
  const caller: unknown = createCaller(context, { signal });
  return (procedure, input) => {
    const verb = procedure.split(".").reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], caller); // safe because the path is one of the router's
    return (verb as (input: unknown) => Promise<unknown>)(input); // safe because a procedure is a function of its input
  };
};

/** What `If-Match` says has been seen, for the verb. Throws 428 where it must be said, 412 where it is not what is there. */
async function readSeen({ seen }: Operation, ifMatch: string | null, input: Record<string, unknown>, call: Call): Promise<Record<string, unknown>> {
  if (!seen) return {};
  if (ifMatch === null && seen.isRequired) throw new Refusal(428, "Say in If-Match which state you have seen: its ETag, or * for any.");
  if (ifMatch === null && !seen.isNeeded) return {};
  const now = await call(seen.procedure, Object.fromEntries(seen.of.map((name) => [name, input[name]])));
  const tag = seen.tagOf(now);
  const named = ifMatch?.split(",").map((each) => each.trim());
  if (named && !named.includes("*") && !named.includes(tag ?? ""))
    throw new Refusal(412, "This is not what is there any more; look at it again.", tag ? { ETag: tag } : {});
  return seen.give(now);
}

const asksForYaml = (operation: Operation, accept: string | null): boolean =>
  operation.yamlAnswer !== undefined && prefers(accept, "application/yaml", "application/json");

/** Throws 406 where an answer of JSON is not wanted and there is no other. */
function assertAcceptable(operation: Operation, accept: string | null): void {
  if (accept === null || accept === "" || asksForYaml(operation, accept)) return;
  const ranges = accept.split(",").map((range) => range.split(";")[0]?.trim().toLowerCase() ?? "");
  const isTaken = ranges.some((range) => ["*/*", "application/*", "application/json", "application/problem+json"].includes(range));
  if (!isTaken) throw new Refusal(406, `Answers are application/json${operation.yamlAnswer === undefined ? "" : " or application/yaml"}.`);
}

/** An answer that is not what its operation says: a fault of ours. */
class MisfitAnswerError extends Error {
  override readonly name = "MisfitAnswerError";
}

function fitted(schema: z.ZodType, answer: unknown): unknown {
  const { success, data } = schema.safeParse(answer);
  if (!success) throw new MisfitAnswerError();
  return data;
}

/** The answer's body by the operation's schema. */
function bodyOf(operation: Operation, answer: unknown, { place, limit }: ReadInput): unknown {
  const { output, list } = operation;
  if (!output) return undefined;
  if (!list) return fitted(output, answer);
  const { items, next } = list.page(answer, place, limit);
  return fitted(pageOf(output), { items, next_cursor: cursorOf(next) });
}

/** The absolute address of what was made, by its operation's `location`. */
function locationOf({ location }: Operation, answer: unknown, { input }: ReadInput, url: string): string | undefined {
  const known = { ...input, ...(answer as object) }; // safe because what is made is answered by an object
  return location && url + BASE + location.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(Reflect.get(known, name))));
}

function responseOf(operation: Operation, answer: unknown, read: ReadInput, accept: string | null, url: string): Response {
  const body = bodyOf(operation, answer, read);
  const etag = operation.etagOf?.(answer);
  const location = locationOf(operation, answer, read, url);
  const headers = { Vary: "Accept, Authorization", ...(etag ? { ETag: etag } : {}), ...(location ? { Location: location } : {}) };
  if (body === undefined) return new Response(null, { status: operation.status, headers });
  const yaml = asksForYaml(operation, accept) ? (body as Record<string, unknown>)[operation.yamlAnswer ?? ""] : undefined; // safe because only objects have a member that is YAML
  if (typeof yaml === "string") return new Response(yaml, { status: operation.status, headers: { ...headers, "Content-Type": "application/yaml" } });
  return new Response(`${JSON.stringify(body)}\n`, { status: operation.status, headers: { ...headers, "Content-Type": "application/json" } });
}

async function perform(request: Request, operation: Operation, parameters: Record<string, string>, bearer: Bearer): Promise<Response> {
  const { context, tokenId, org } = bearer;
  const accept = request.headers.get("accept");
  assertAcceptable(operation, accept);
  const read = await readInput(request, operation, parameters);
  const ifMatch = request.headers.get("if-match");
  const work = async (): Promise<Response> => {
    const call = callerOf(context, request.signal);
    const seen = await readSeen(operation, ifMatch, read.input, call);
    const given = operation.input ? operation.input.toVerb({ ...operation.input.schema.parse(read.input), ...seen }) : { ...read.input, ...seen };
    const answer = await call(operation.procedure, { ...given, ...operation.list?.ask(read.place, read.limit) });
    const refused = refusalIn(answer);
    if (refused) throw refused;
    return responseOf(operation, answer, read, accept, context.deps.env.url);
  };
  const key = keyOf(operation, request.headers.get("idempotency-key"));
  return key === undefined ? work() : onceByKey(context.deps, { operation, tokenId, org, key, said: read.input }, work);
}

/** A token in a URL stands in logs and histories: it is never taken, whatever else the request has. */
function assertNoTokenIn(url: URL): void {
  if ([...url.searchParams].flat().some(isTokenLike) || url.pathname.split("/").some(isTokenLike))
    throw new Refusal(400, "A token stands in the URL, where logs keep it: revoke it, and send the next one in Authorization.");
}

/** The REST API: one handler. */
export interface RestApi {
  /** Answers a request from that address. Never throws. */
  handle(request: Request, peer: { address: string }): Promise<Response>;
}

/** The REST API, with bearers found as it is told. One per process: it counts requests in memory. */
export function createRestApi({ now, bearerOf: findBearer, mostRequests, log = console.error }: Options): RestApi {
  const limit = new RateLimit(now, mostRequests);
  const tries = new TryLimit(now);
  async function admit(request: Request, id: string, address: string): Promise<{ bearer: Bearer; fields: Record<string, string> }> {
    const token = bearerOf(request);
    const bearer = await findBearer(token, { id, address });
    if (!bearer) {
      // A good token passes whatever others try from its address, since none can be guessed.
      tries.assertFree(address);
      tries.noteFailure(address);
      throw unauthorized();
    }
    return { bearer, fields: limit.take(bearer.tokenId) };
  }
  async function answer(request: Request, id: string, address: string): Promise<Response> {
    const url = new URL(request.url);
    let names: string[] = [];
    let fields: Record<string, string> = {};
    try {
      if (url.pathname === `${BASE}/openapi.json` && (request.method === "GET" || request.method === "HEAD")) return Response.json(openApiDocument());
      assertNoTokenIn(url);
      const admitted = await admit(request, id, address);
      fields = admitted.fields;
      const { operation, parameters } = routeOf(request.method, url.pathname);
      names = pathNames(operation.path);
      const response = await perform(request, operation, parameters, admitted.bearer);
      for (const [name, value] of Object.entries(fields)) response.headers.set(name, value);
      return response;
    } catch (error) {
      const refusal = refusalOf(error, names) ?? null;
      if (!refusal) log(`REST API: request ${id}: ${errorNames(error)}`);
      return problemResponse(refusal, id, fields);
    }
  }
  return {
    async handle(request, { address }) {
      const id = randomUUID();
      const response = await answer(request, id, address);
      response.headers.set("Request-Id", id);
      response.headers.set("Cache-Control", "no-store");
      return request.method === "HEAD" ? new Response(null, response) : response;
    },
  };
}
