/**
 * Signalbox as an edge worker (Cloudflare's workerd): a `fetch` handler that answers the runtime API itself and hands all
 * else to the console's worker. Invariants: a request shares no connection, promise or timer with another; what the
 * isolate keeps between requests are plain facts that are believed for `MAX_AGE_MS`, so that a credential revoked
 * anywhere is refused everywhere within five seconds; writes after the answer go through `waitUntil`.
 */
import { createHash, randomBytes } from "node:crypto";
import { assertForeignKeys, connectDatabase, UnfitDatabaseError } from "../../db/client";
import { assertMigrated } from "../../db/newest-migration";
import { inspectHere } from "../config-versions/inspect";
import { type Deps, provideDeps } from "../deps";
import { guardPage, POLICY_FIELD } from "../domain/page-guard";
import { PATH_FIELD } from "../domain/sign-in";
import { SettingsError } from "../env";
import { runDueJobs } from "../background/run-due-jobs";
import { createRuntimeApi } from "../runtime-api/runtime-api";
import { type Bindings, readBindings } from "./bindings";
import { callOutFromEdge } from "./call-out";
import { deferWrite, inScope, type RequestScope, scopedDatabase } from "./request-scope";

/** A waiting poll looks again so often, because nobody can wake it: the publish may have happened in another isolate. */
const MAX_AGE_MS = 2000;
/** Each look costs up to two subrequests, of which a worker has 50 on the smallest plan. */
const LONGEST_WAIT_SECONDS = 20;

/** An isolate has 128 MB for all that it does. */
const MOST_DOCUMENT_BYTES = 32 * 1024 * 1024;
/** Some 20 MB of drafts, and of contents that no draft shares. */
const MOST_DRAFT_ENTITIES = 50_000;
const RETRY_AFTER_SECONDS = 10;

/** The part of workerd's `ExecutionContext` that is used here. */
export interface Execution {
  waitUntil(work: Promise<unknown>): void;
}

/** A worker's handler. */
export interface Worker {
  fetch(request: Request, bindings: Bindings, execution: Execution): Promise<Response>;
}

/** `scheduled` is called by the host every minute, as `wrangler.jsonc` says; it does the background work that is due. */
export interface ScheduledWorker extends Worker {
  scheduled(event: unknown, bindings: Bindings, execution: Execution): Promise<void>;
}

/** What the isolate keeps: made at the first request, because only a request brings the bindings. */
interface Host {
  deps: Deps;
  connect: () => RequestScope["db"];
}

async function agentSha256(assets: Bindings["ASSETS"], url: string): Promise<string> {
  const answer = await assets?.fetch(new URL("/runtime-agent.sh", url).href);
  if (!answer?.ok) throw new Error("The agent is not among the worker's static files.");
  return createHash("sha256")
    .update(new Uint8Array(await answer.arrayBuffer()))
    .digest("hex");
}

function openHost(bindings: Bindings): Host {
  const { env, databaseUrl, keys, authSecret } = readBindings(bindings);
  const now = () => Date.now();
  const runtimeApi = createRuntimeApi({
    db: scopedDatabase,
    now,
    keys,
    maxAgeMs: MAX_AGE_MS,
    longestWaitSeconds: LONGEST_WAIT_SECONDS,
    mostDocumentBytes: MOST_DOCUMENT_BYTES,
    defer: deferWrite,
    // An isolate does not know since when others listen; the platform is taken to have listened all the time.
    listeningSince: 0,
    isHttps: env.url.startsWith("https:"),
  });
  const deps: Deps = {
    db: scopedDatabase,
    now,
    keys,
    authSecret,
    env,
    runtimeApi,
    agentSha256: () => agentSha256(bindings.ASSETS, env.url),
    inspect: inspectHere,
    callOut: callOutFromEdge,
    draftMemory: { mostEntities: MOST_DRAFT_ENTITIES, sharesLoads: false },
  };
  provideDeps(() => deps);
  return { deps, connect: () => connectDatabase(databaseUrl, env.DATABASE_AUTH_TOKEN) };
}

/** The peer's address as Cloudflare tells it; it takes this field from no caller. */
const addressOf = (request: Request): string => request.headers.get("cf-connecting-ip") ?? "unknown";

/** The console reads the address and the path from these fields, so that they are ones we believe and never the caller's claim. */
function withTrustedFields(request: Request): Request {
  const headers = new Headers(request.headers);
  headers.set("x-forwarded-for", addressOf(request));
  const { pathname, search } = new URL(request.url);
  headers.set(PATH_FIELD, pathname + search);
  return new Request(request, { headers });
}

/** Puts the page guard before the console, which reads the nonce of its scripts from the request's own policy. */
async function guarded(request: Request, url: string, handle: (request: Request) => Promise<Response>): Promise<Response> {
  const read = (name: string) => request.headers.get(name);
  const from = { method: request.method, secFetchSite: read("sec-fetch-site"), origin: read("origin"), host: read("host") };
  const guard = guardPage(randomBytes(16).toString("base64"), from, url, { isHttps: url.startsWith("https:"), isDev: false });
  const headers = new Headers(request.headers);
  headers.set(POLICY_FIELD, guard.policy);
  const answer = guard.refusal ? new Response(guard.refusal.words, { status: guard.refusal.status }) : await handle(new Request(request, { headers }));
  const own = new Headers(answer.headers);
  for (const [name, value] of Object.entries(guard.headers)) own.set(name, value);
  return new Response(answer.body, { status: answer.status, statusText: answer.statusText, headers: own });
}

function unready(status: 500 | 503, message: string): Response {
  console.error(message);
  const retry: Record<string, string> = status === 503 ? { "Retry-After": String(RETRY_AFTER_SECONDS) } : {};
  return new Response(`${message}\n`, { status, headers: { "Cache-Control": "no-store", "Content-Type": "text/plain; charset=utf-8", ...retry } });
}

/** The whole worker: the runtime API answered before Next sees it (a factor of 20 in requests a second), all else by `rest`. */
export function createWorker(rest: Worker): ScheduledWorker {
  let host: Host | undefined;
  let isChecked = false;

  /** What stands in the way of serving; null where nothing does. Told in words of ours, since a driver's may hold parameters. */
  async function obstacle(scope: RequestScope): Promise<Response | null> {
    try {
      await assertMigrated(scope.db);
      await assertForeignKeys(scope.db);
    } catch (error) {
      if (error instanceof UnfitDatabaseError) return unready(500, error.message);
      return unready(503, "The database does not answer; check DATABASE_URL and DATABASE_AUTH_TOKEN, and that npm run migrate was run.");
    }
    isChecked = true;
    return null;
  }

  return {
    async fetch(request, bindings, execution) {
      try {
        host ??= openHost(bindings);
      } catch (error) {
        if (error instanceof SettingsError) return unready(500, error.message);
        throw error;
      }
      const { deps, connect } = host;
      const scope = { db: connect(), waitUntil: (work: Promise<unknown>) => execution.waitUntil(work) };
      return inScope(scope, async () => {
        const refusal = isChecked ? null : await obstacle(scope);
        if (refusal) return refusal;
        const isRuntime = new URL(request.url).pathname.startsWith("/api/runtime/");
        if (isRuntime) return deps.runtimeApi.handle(request, { address: addressOf(request) });
        // next-auth takes the address of its pages from here; OpenNext copies texts into the environment.
        return guarded(request, deps.env.url, (inner) => rest.fetch(withTrustedFields(inner), { ...bindings, AUTH_URL: deps.env.url }, execution));
      });
    },
    async scheduled(_, bindings, execution) {
      const { connect, deps } = (host ??= openHost(bindings));
      await inScope({ db: connect(), waitUntil: (work) => execution.waitUntil(work) }, () => runDueJobs(deps));
    },
  };
}
