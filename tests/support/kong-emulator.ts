import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { parse } from "yaml";

const ZERO_HASH = "0".repeat(32);
const LIMIT_BYTES = 10 * 1024 * 1024;
const VERSION = "3.9.3";

/** How a node refuses a document: status, and Kong's body without and with `flatten_errors`. */
export interface Refusal {
  status: number;
  plain: unknown;
  flattened: unknown;
}

type Judge = (document: unknown) => Refusal | null;

export interface KongEmulator {
  adminUrl: string;
  statusUrl: string;
  /** What the node serves now; null while it is empty. */
  readonly config: unknown;
  readonly configurationHash: string;
  /** How many documents were posted so far. */
  readonly posts: number;
  rejectWith(judge: Judge | null): void;
  /** Stops answering, then answers again, with its stored config or empty as a fresh container. */
  restart(options: { keepConfig: boolean }): Promise<void>;
  close(): Promise<void>;
}

const md5 = (text: string): string => createHash("md5").update(text).digest("hex");

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, status: number, body?: unknown): void {
  response.writeHead(status, { "Content-Type": typeof body === "string" ? "text/html" : "application/json" });
  response.end(body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body));
}

const isEmpty = (document: unknown): boolean => typeof document === "object" && document !== null && !Object.values(document).some((value) => Array.isArray(value) && value.length > 0);

/** The node's own checks, as far as the tests need them: a dangling reference of a route, told in both forms as Kong does. */
const danglingReference: Judge = (document) => {
  const { services = [], routes = [] } = (document ?? {}) as { services?: { name?: string; id?: string }[]; routes?: { name?: string; service?: unknown }[] };
  const known = new Set(services.flatMap(({ name, id }) => [name, id]));
  const route = routes.find(({ service }) => typeof service === "string" && !known.has(service));
  if (!route) return null;
  const base = { code: 14, name: "invalid declarative configuration" };
  const fields = { routes: { [route.name ?? "1"]: [`invalid reference 'service: ${String(route.service)}' (no such entry in 'services')`] } };
  return { status: 400, plain: { ...base, message: "declarative config is invalid", fields }, flattened: { ...base, fields: {}, flattened_errors: {} } };
};

/**
 * Kong's admin API in DB-less mode as seen on a running 3.9.3 node, with its traps: the hash is the MD5 of the bytes
 * posted as text/yaml, changes every time for application/json, is zero while empty; `check_hash=1` gives 304.
 */
class Emulator {
  config: unknown = null;
  configurationHash = ZERO_HASH;
  posts = 0;
  judge: Judge | null = null;

  load(request: IncomingMessage, body: Buffer, response: ServerResponse): void {
    this.posts += 1;
    const url = new URL(request.url ?? "/", "http://kong");
    const type = (request.headers["content-type"] ?? "").split(";")[0] ?? "";
    if (!["text/yaml", "application/yaml", "application/json", "application/x-www-form-urlencoded"].includes(type)) return send(response, 415, "<html>415</html>");
    if (request.headers["content-encoding"]) return send(response, 400, { message: "Cannot parse body" });
    if (body.length > LIMIT_BYTES) return send(response, 413, "<html>413 Request Entity Too Large</html>");
    const text = body.toString("utf8");
    const hash = type === "application/json" ? md5(`${text}${Date.now()}`) : md5(text);
    if (url.searchParams.get("check_hash") === "1" && hash === this.configurationHash) return send(response, 304);
    const document = readDocument(text);
    if (document === undefined) return send(response, 400, { code: 14, name: "invalid declarative configuration", message: "failed parsing declarative configuration", fields: {} });
    const refusal = this.judge?.(document) ?? danglingReference(document);
    const isFlat = ["1", "true", "on", "yes"].includes(url.searchParams.get("flatten_errors") ?? "");
    if (refusal) return send(response, refusal.status, isFlat ? refusal.flattened : refusal.plain);
    this.config = document;
    this.configurationHash = isEmpty(document) ? ZERO_HASH : hash;
    send(response, 201, document);
  }

  async admin(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const path = new URL(request.url ?? "/", "http://kong").pathname;
    if (path === "/config" && request.method === "POST") return this.load(request, body, response);
    if (request.method !== "GET") return send(response, 405, { code: 12, message: "cannot create entities when not using a database" });
    if (path === "/status") return send(response, 200, this.status());
    if (path === "/config") return send(response, 200, { config: JSON.stringify(this.config) });
    if (path === "/") {
      const plugins = { available_on_server: { "key-auth": { version: VERSION, priority: 1250 } }, enabled_in_cluster: [] };
      return send(response, 200, { plugins, version: VERSION, edition: "community", hostname: "emulator", node_id: "0".repeat(8) });
    }
    send(response, 404, { message: "Not found" });
  }

  ready(request: IncomingMessage, response: ServerResponse): void {
    if (request.url === "/status") return send(response, 200, this.status());
    if (request.url !== "/status/ready") return send(response, 404, { message: "Not found" });
    if (this.configurationHash === ZERO_HASH) return send(response, 503, { message: "no configuration available (empty configuration present)" });
    send(response, 200, { message: "ready" });
  }

  private status() {
    return { configuration_hash: this.configurationHash, server: { total_requests: 1, connections_active: 1 } };
  }
}

function readDocument(text: string): unknown {
  try {
    const document: unknown = parse(text);
    return typeof document === "object" && document !== null ? document : undefined;
  } catch {
    return undefined;
  }
}

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((done) => {
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      done(typeof address === "object" && address ? address.port : port);
    });
  });

const stop = (server: Server): Promise<void> =>
  new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });

/** Starts a node that holds no config yet, on loopback ports of its own. */
export async function startKongEmulator(): Promise<KongEmulator> {
  const node = new Emulator();
  const admin = createServer((request, response) => void node.admin(request, response));
  const status = createServer((request, response) => node.ready(request, response));
  const adminPort = await listen(admin, 0);
  const statusPort = await listen(status, 0);
  return {
    adminUrl: `http://127.0.0.1:${adminPort}`,
    statusUrl: `http://127.0.0.1:${statusPort}`,
    get config() {
      return node.config;
    },
    get configurationHash() {
      return node.configurationHash;
    },
    get posts() {
      return node.posts;
    },
    rejectWith(judge) {
      node.judge = judge;
    },
    async restart({ keepConfig }) {
      await stop(admin);
      if (!keepConfig) {
        node.config = null;
        node.configurationHash = ZERO_HASH;
      }
      await listen(admin, adminPort);
    },
    async close() {
      await Promise.all([stop(admin), stop(status)]);
    },
  };
}
