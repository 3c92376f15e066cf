/** The measured server, in a process of its own: `bare`, `signalbox <seed as JSON>` or `console <seed as JSON>`. It talks to the bench over IPC. */
import { createHash } from "node:crypto";
import { createServer, type Server, type ServerResponse } from "node:http";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { desc } from "drizzle-orm";
import { openDatabase } from "../../db/client";
import { configVersions } from "../../db/schema/index";
import { mintOrgDb } from "../../db/scoped";
import { createRuntimeServer } from "../../server/bin/runtime-listener";
import { inspectHere } from "../../server/config-versions/inspect";
import { publishConfig } from "../../server/config-versions/publish";
import { agentSha256 } from "../../server/deps";
import { readEnv } from "../../server/env";
import { createRuntimeApi } from "../../server/runtime-api/runtime-api";
import { acting } from "../support/acting";
import type { Ask, Stats } from "./child";
import { createConsole } from "./console";
import { documentOf } from "./document";
import { KEYS, type Seeded } from "./seed";

const BENCH = { id: "bench", name: "Bench", email: "bench@example.com" };
/** How exactly it is told for how long the server answered nobody. */
const LOOP_MS = 5;

interface Subject {
  server: Server;
  /** Makes a document the live one; answers its ETag. */
  publish: (number: number) => Promise<string>;
  reads: () => number;
}

/** 304 from memory and nothing else; with `Prefer` it holds the answer until a publish. */
function bare(): Subject {
  let [etag, body] = ["", Buffer.alloc(0)];
  const waiting: ServerResponse[] = [];
  const server = createServer((request, response) => {
    if (request.headers["if-none-match"] !== etag) response.writeHead(200, { ETag: etag, "Content-Length": body.byteLength }).end(body);
    else if (request.headers.prefer) waiting.push(response);
    else response.writeHead(304, { ETag: etag }).end();
  });
  server.keepAliveTimeout = 75_000;
  const publish = (number: number) => {
    body = Buffer.from(documentOf(number));
    etag = `"sha256-${createHash("sha256").update(body).digest("hex")}"`;
    for (const response of waiting.splice(0)) response.writeHead(200, { ETag: etag, "Content-Length": body.byteLength }).end(body);
    return Promise.resolve(etag);
  };
  return { server, publish, reads: () => 0 };
}

/** The runtime API as `npm start` serves it, with the reads of the database counted. */
async function signalbox({ url, orgId, groupId }: Seeded): Promise<Subject> {
  const opened = await openDatabase(url, undefined, () => process.exit(1));
  let reads = 0;
  const read = new Proxy(opened.read, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== "function") return value;
      reads += 1;
      return value.bind(target);
    },
  });
  const db = { ...opened, read };
  const now = () => Date.now();
  const runtimeApi = createRuntimeApi({ db, now, keys: KEYS });
  const server = createRuntimeServer(runtimeApi, (_, response) => response.writeHead(404).end());
  const deps = { db, now, keys: KEYS, authSecret: "s".repeat(32), env: readEnv({}), runtimeApi, agentSha256, inspect: inspectHere };
  const org = mintOrgDb(db, orgId);
  const ctx = {
    deps,
    org,
    user: BENCH,
    by: acting(BENCH),
    refusal: () => undefined,
    assertStillMay: () => Promise.resolve(),
    membership: { role: "owner" as const, orgRole: "owner" as const, org: { id: orgId, slug: "bench", name: "Bench" }, orgDb: org },
  };
  const publish = async (number: number) => {
    const published = await publishConfig(ctx, groupId, { source: documentOf(number), message: "bench" });
    if (!published.ok) throw new Error(`The document was refused: ${published.reason}.`);
    const row = await opened.read.select().from(configVersions).orderBy(desc(configVersions.number)).get();
    return row?.etag ?? "";
  };
  return { server, publish, reads: () => reads };
}

const [kind, given] = process.argv.slice(2);
const seeded = JSON.parse(given ?? "null") as Seeded; // safe because the bench wrote it, of all but the bare one
const noPublish = () => Promise.reject(new Error("The console is asked over HTTP."));
const subject: Subject =
  kind === "bare" ? bare() : kind === "console" ? { server: await createConsole(seeded), publish: noPublish, reads: () => 0 } : await signalbox(seeded);
const loop = monitorEventLoopDelay({ resolution: LOOP_MS });
if (kind === "console") loop.enable();

/** Since it was called last. Its timer has its turn first, so that what held it up just now counts. */
async function longestHeldMs(): Promise<number> {
  await sleep(2 * LOOP_MS);
  const ms = loop.max / 1e6;
  loop.reset();
  return ms;
}

const stats = async (reads: number): Promise<Stats> => {
  const { user, system } = process.cpuUsage();
  // Of the console, what is asked for is what it comes to by itself.
  if (kind !== "console") globalThis.gc?.();
  const heldMs = kind === "console" ? await longestHeldMs() : 0;
  return { rss: process.memoryUsage.rss(), peakRss: process.resourceUsage().maxRSS * 1024, cpuMs: (user + system) / 1000, reads, heldMs };
};

process.on("disconnect", () => process.exit(0));
process.on("message", ({ id, ask, number = 0 }: Ask) => {
  const answered = ask === "publish" ? subject.publish(number) : stats(subject.reads());
  void answered.then((answer) => process.send?.({ id, answer }));
});
subject.server.listen({ port: 0, host: "127.0.0.1", backlog: 4096 }, () => {
  const address = subject.server.address();
  process.send?.({ id: 0, answer: typeof address === "object" ? address?.port : 0 });
});
