/**
 * The protocol that runtimes speak, below /api/runtime/v1: enroll, credential, config, reports, sign-off, schemas, keys.
 * Written to the web's Request and Response, so that a Next route or an edge worker can mount it as it is; the Node server
 * reads and sends its own messages in their place (`answer`), which is what makes a poll cheap.
 * Invariants: a known error is never a 500; every answer carries Request-Id; no secret goes to the log.
 */
import { createPublicKey, randomBytes, randomUUID } from "node:crypto";
import type { Database } from "../../db/client";
import { selectSigningKeys } from "../../db/queries/runtime";
import type { KeyRing } from "../at-rest/seal";
import { errorNames } from "../domain/error-names";
import { DATA_HEADERS, strictTransport } from "../domain/page-guard";
import { type Answer, problem, Refusal, type RuntimeRequest } from "./answers";
import { getConfig } from "./config";
import { instanceOf, type RuntimeApiContext } from "./context";
import { rotateCredential } from "./credential";
import { enroll } from "./enroll";
import { FleetCache } from "./fleet-cache";
import { removeGoneEphemerals } from "./gone-ephemerals";
import { type Defer, LastSeen } from "./last-seen";
import { prefers } from "./media-types";
import { missingSchemas, putSchema, report, signOff } from "./reports";
import { TryLimit } from "./try-limit";

const BASE = "/api/runtime/v1";
/** So that no proxy in between gives up first. */
const LONGEST_WAIT_SECONDS = 55;
const WOKEN_AT_ONCE = 250;
const MOST_DOCUMENT_BYTES = 256 * 1024 * 1024;

/** The runtime API: one handler, and what it must be told of. */
export interface RuntimeApi {
  /** Never throws. `peer.address` is read only where it is needed. */
  answer(request: RuntimeRequest, peer: { readonly address: string }): Promise<Answer>;
  /** `answer` for doors that speak the web's types. */
  handle(request: Request, peer: { readonly address: string }): Promise<Response>;
  /** Call after a publish to the group or its deletion: its waiting polls are told at once. */
  groupChanged(groupId: string): void;
  /** Call after a change of the org's signing keys: its documents are signed with those that there are now. */
  signingKeysChanged(orgId: string): void;
  /** Call after a change of the instance's credential, or of what decides which config version it gets. */
  instanceChanged(instanceId: string): void;
  /** Has this called with the group's id at each report that a Kong rejected a config version. */
  whenRejected(tell: (groupId: string) => void): void;
  /** The same for many, in parts between which others have their turn: each waiting poll among them looks anew. */
  instancesChanged(instanceIds: readonly string[]): Promise<void>;
  /** Since when runtimes could be heard here: who was heard by nobody before is not silent. It begins anew where the database was away. */
  readonly listeningSince: number;
  /** How many polls are waiting now. */
  waiting(): number;
  /** Removes the records of ephemeral instances that are gone. To be called every minute or so. */
  sweep(): Promise<void>;
  /** Writes what was seen and is still in memory. */
  flush(): Promise<void>;
  /** Answers the waiting polls, flushes, and ends. */
  close(): Promise<void>;
}

interface Options {
  db: Database;
  now: () => number;
  keys: KeyRing;
  /** How long a cached fact is trusted where other processes write to the database too. */
  maxAgeMs?: number;
  longestWaitSeconds?: number;
  /** How much memory the documents that are served may take. */
  mostDocumentBytes?: number;
  /** Given by a host whose requests must touch nothing of each other's (an edge worker); it does the late writes within the request. */
  defer?: Defer;
  random?: (size: number) => Uint8Array;
  /** Takes a line on each answer of 500; it holds no secret. */
  log?: (line: string) => void;
  /** Whether it is reached by HTTPS alone. */
  isHttps?: boolean;
  /** From when on agents could be heard here. Absent: from now on. */
  listeningSince?: number;
}

async function keys(request: RuntimeRequest, context: RuntimeApiContext): Promise<Answer> {
  const { runtime } = await instanceOf(request, context);
  const rows = await selectSigningKeys(runtime);
  if (prefers(request.headers.get("accept"), "application/x-pem-file", "application/jwk-set+json")) {
    const pem = rows.map((row) => `# keyid: ${row.id}\n${row.publicPem}`).join("");
    return { status: 200, body: pem, headers: { "Content-Type": "application/x-pem-file", Vary: "Accept" } };
  }
  const jwks = rows.map((row) => ({ ...createPublicKey(row.publicPem).export({ format: "jwk" }), kid: row.id, alg: "EdDSA", use: "sig" }));
  return { status: 200, body: JSON.stringify({ keys: jwks }), headers: { "Content-Type": "application/jwk-set+json", Vary: "Accept" } };
}

type Handler = (request: RuntimeRequest, context: RuntimeApiContext, rest: string, peer: { readonly address: string }) => Promise<Answer>;

/** Every path of the runtime API; the coverage test walks them. */
export const ROUTES: { method: string; path: RegExp; handle: Handler }[] = [
  { method: "GET", path: /^\/config$/, handle: (request, context) => getConfig(request, context) },
  { method: "POST", path: /^\/enroll$/, handle: (request, context, _, peer) => enroll(request, peer, context) },
  { method: "POST", path: /^\/credential$/, handle: (request, context, _, peer) => rotateCredential(request, peer, context) },
  { method: "POST", path: /^\/reports\/([^/]+)$/, handle: (request, context, kind, peer) => report(request, kind, peer, context) },
  { method: "POST", path: /^\/sign-off$/, handle: (request, context) => signOff(request, context) },
  { method: "GET", path: /^\/schemas$/, handle: (request, context) => missingSchemas(request, context) },
  { method: "PUT", path: /^\/schemas\/([^/]+)$/, handle: (request, context, plugin) => putSchema(request, plugin, context) },
  { method: "GET", path: /^\/keys$/, handle: (request, context) => keys(request, context) },
];

/** The path of an absolute URL, without parsing all of it at every poll. */
function pathOf(url: string): string {
  const start = url.indexOf("/", url.indexOf("://") + 3);
  const end = url.indexOf("?", start);
  return end < 0 ? url.slice(start) : url.slice(start, end);
}

function route(request: RuntimeRequest, path: string, peer: { readonly address: string }, context: RuntimeApiContext): Promise<Answer> {
  const rest = path.startsWith(`${BASE}/`) ? path.slice(BASE.length) : "";
  const asked = request.method === "HEAD" ? "GET" : request.method;
  for (const { method, path: pattern, handle } of ROUTES) {
    const match = method === asked ? pattern.exec(rest) : null;
    if (match) return handle(request, context, match[1] ?? "", peer);
  }
  const matching = ROUTES.filter((each) => each.path.test(rest));
  if (matching.length > 0)
    throw new Refusal(405, "This path does not take that method.", {
      Allow: matching.map(({ method }) => (method === "GET" ? "GET, HEAD" : method)).join(", "),
    });
  throw new Refusal(404, "There is nothing here.");
}

/** The answer to a HEAD: a GET's without its body, whose length it tells. */
const headOf = ({ status, body, headers }: Answer): Answer => ({
  status,
  body: null,
  headers: body === null ? headers : { ...headers, "Content-Length": String(Buffer.byteLength(body)) },
});

async function dropInParts(cache: FleetCache, instanceIds: readonly string[]): Promise<void> {
  for (let from = 0; from < instanceIds.length; from += WOKEN_AT_ONCE) {
    if (from > 0) await new Promise((done) => setTimeout(done, 0));
    cache.instanceChanged(...instanceIds.slice(from, from + WOKEN_AT_ONCE));
  }
}

type AnswerTo = (request: RuntimeRequest, peer: { readonly address: string }) => Promise<Answer>;

/** Answers each request, and never throws. */
function answering(context: RuntimeApiContext, tries: TryLimit, log: (line: string) => void): AnswerTo {
  return async (request, peer) => {
    const path = pathOf(request.url);
    const isEnroll = path === `${BASE}/enroll`;
    try {
      if (isEnroll) tries.assertFree(peer.address);
      const { status, body, headers } = await route(request, path, peer, context);
      const own = { "Request-Id": randomUUID(), "Cache-Control": "no-store", ...headers };
      // What has no body, as the steady poll's answer, is shown by nobody.
      return { status, body, headers: body === null ? own : { ...DATA_HEADERS, ...own } };
    } catch (error) {
      if (error instanceof Refusal) {
        if (isEnroll && error.status !== 429) tries.noteFailure(peer.address);
        return problem(error.status, error.message, error.field, error.headers);
      }
      const failed = problem(500, "Something went wrong on our side; try again later.");
      log(`runtime API: request ${failed.headers["Request-Id"]}: ${errorNames(error)}`);
      return failed;
    }
  };
}

/** The runtime API on a database, with its caches. One per process, or per isolate on the edge. */
export function createRuntimeApi(options: Options): RuntimeApi {
  const { db, now, keys: ring, maxAgeMs = Infinity, defer, random = randomBytes, log = console.error, isHttps = false } = options;
  const { longestWaitSeconds = LONGEST_WAIT_SECONDS, mostDocumentBytes = MOST_DOCUMENT_BYTES, listeningSince: startedAt = now() } = options;
  const lastSeen = new LastSeen(db, now, defer);
  const cache = new FleetCache({ db, keys: ring, now, maxAgeMs, mostDocumentBytes, isolatesRequests: defer !== undefined });
  let isClosing = false;
  let tellRejected = (_groupId: string): void => undefined;
  const context: RuntimeApiContext = {
    db,
    now,
    keys: ring,
    random,
    cache,
    lastSeen,
    isClosing: () => isClosing,
    longestWaitSeconds,
    rejected: (groupId) => tellRejected(groupId),
  };
  const listeningSince = () => Math.max(startedAt, lastSeen.listeningSince);
  const answerWhole = answering(context, new TryLimit(now), log);
  const onHttps = strictTransport({ isHttps });
  async function answer(request: RuntimeRequest, peer: { readonly address: string }): Promise<Answer> {
    const whole = await answerWhole(request, peer);
    const { status, body, headers } = request.method === "HEAD" ? headOf(whole) : whole;
    return { status, body, headers: isHttps ? { ...onHttps, ...headers } : headers };
  }
  return {
    answer,
    async handle(request, peer) {
      const { status, body, headers } = await answer(request, peer);
      return new Response(body, { status, headers });
    },
    groupChanged: (groupId) => cache.groupChanged(groupId),
    signingKeysChanged: (orgId) => cache.signingKeysChanged(orgId),
    instanceChanged: (instanceId) => cache.instanceChanged(instanceId),
    whenRejected: (tell) => (tellRejected = tell),
    instancesChanged: (instanceIds) => dropInParts(cache, instanceIds),
    get listeningSince() {
      return listeningSince();
    },
    waiting: () => cache.waiting,
    async sweep() {
      for await (const ids of removeGoneEphemerals(db, listeningSince(), now())) cache.instanceChanged(...ids);
    },
    flush: () => lastSeen.flush(),
    async close() {
      isClosing = true;
      cache.wakeAll();
      await lastSeen.close();
    },
  };
}
