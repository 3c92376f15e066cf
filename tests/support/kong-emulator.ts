import { createHash, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { parse as parseYaml, stringify } from "yaml";
import { checkDocument, type Entity, entityTypes, isEntity, listOf, rejection, type Rejection } from "./kong-emulator-checks";

/**
 * A DB-less Kong Gateway 3.9.3 as far as its admin and status APIs go, with the traps seen on real nodes: which content
 * types are taken, what the configuration hash is of, what `flatten_errors` loses, when a node is not ready.
 */
export interface KongEmulator extends AsyncDisposable {
  readonly adminUrl: string;
  readonly statusUrl: string;
  /** The document in force; null when there is none. */
  readonly config: Entity | null;
  readonly configurationHash: string;
  /** How many times `POST /config` was asked, whatever the answer. */
  readonly posts: number;
  /** A function that refuses documents on top of the built-in checks; null takes it away. */
  rejectWith(check: ((document: Entity) => Rejection | null) | null): void;
  /** What `POST /config` does: `slow` answers after a second. */
  setMode(mode: KongMode): void;
  /** Stop and start on the same ports: with its stored config, or empty as in a fresh container. */
  restart(options: { keepConfig: boolean }): Promise<void>;
  close(): Promise<void>;
}
export type KongMode = "normal" | "413" | "429" | "500" | "503" | "slow";

const zeroHash = "0".repeat(32);
const limitBytes = 10 * 1024 * 1024;
const md5 = (text: string | Buffer) => createHash("md5").update(text).digest("hex");
const textTypes = ["text/yaml", "application/yaml", "application/x-www-form-urlencoded", "multipart/form-data"];

interface Stored { document: Entity; hash: string }

class Node {
  stored: Stored | null = null;
  posts = 0;
  mode: KongMode = "normal";
  check: ((document: Entity) => Rejection | null) | null = null;
  nodeId = randomUUID();
  pid = 1000;
  get hash() { return this.stored?.hash ?? zeroHash; }
}

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) {
  const text = status === 304 ? "" : typeof body === "string" ? body : JSON.stringify(body);
  response.writeHead(status, { "Content-Type": typeof body === "string" ? "text/html" : "application/json; charset=utf-8", Server: "kong/3.9.3", ...headers });
  response.end(text);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer | "too large"> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limitBytes) chunks.push(chunk);
  }
  return size > limitBytes ? "too large" : Buffer.concat(chunks);
}

/** JSON first, then YAML, as Kong; null when it is neither or no object. */
function parseText(text: string): Entity | null {
  for (const parse of [(source: string): unknown => JSON.parse(source), (source: string): unknown => parseYaml(source)]) {
    try {
      const value: unknown = parse(text);
      if (isEntity(value)) return value;
    } catch { /* the next parser may take it */ }
  }
  return null;
}

/** The `config` field of a form or a multipart body, else the body itself (curl's default type with a raw document). */
function formField(type: string, text: string): string {
  if (type.startsWith("multipart/")) return /name="config"[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n([\s\S]*?)\r?\n--/.exec(text)?.[1] ?? text;
  return text.startsWith("config=") ? (new URLSearchParams(text).get("config") ?? text) : text;
}

/** The document and the text that the hash is of; `text` null for a direct JSON document, whose hash changes every second. */
function read(type: string, body: Buffer): { document: Entity | null; text: string | null } | "unsupported" {
  const text = body.toString("utf8");
  if (type === "application/json") {
    const value = parseText(text);
    const inner = value?.["config"];
    return typeof inner === "string" ? { document: parseText(inner), text: inner } : { document: value, text: null };
  }
  if (!textTypes.includes(type)) return "unsupported";
  const source = type.includes("form") ? formField(type, text) : text;
  return { document: parseText(source), text: source };
}

async function postConfig(node: Node, request: IncomingMessage, url: URL, response: ServerResponse) {
  node.posts++;
  const body = await bodyOf(request);
  if (body === "too large" || node.mode === "413") return send(response, 413, "<html><body><h1>413 Request Entity Too Large</h1></body></html>");
  if (node.mode === "429") return send(response, 429, { message: "Currently loading previous configurations" }, { "Retry-After": "1" });
  if (node.mode === "503") return send(response, 503, { message: "Kong node is exiting" });
  if (node.mode === "500") return send(response, 500, { message: "An unexpected error occurred" });
  if (node.mode === "slow") await new Promise((done) => setTimeout(done, 1000));
  const type = (request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  const found = read(type, body);
  if (found === "unsupported") return send(response, 415, "<html><body><h1>415 Unsupported Media Type</h1></body></html>");
  if (url.searchParams.get("check_hash") === "1" && found.text !== null && md5(found.text) === node.hash) return send(response, 304, "");
  const isFlat = ["1", "true", "on", "yes"].includes(url.searchParams.get("flatten_errors") ?? "");
  const verdict = found.document
    ? (node.check?.(found.document) ?? checkDocument(found.document))
    : rejection({ error: "failed parsing declarative configuration" }, { error: "failed parsing declarative configuration" }, {});
  if (verdict || !found.document) return send(response, verdict?.status ?? 400, isFlat ? verdict?.flattened : verdict?.plain);
  const isEmpty = entityTypes.every((each) => listOf(found.document ?? {}, each).length === 0);
  const hash = isEmpty ? zeroHash : md5(found.text ?? `${JSON.stringify(found.document)}${Math.floor(Date.now() / 1000)}`);
  node.stored = { document: found.document, hash };
  return send(response, 201, normalised(found.document));
}

/** The echo of a load: by type, then by id; what has no id gets a random one, as Kong does. */
function normalised(document: Entity): Entity {
  const filled = entityTypes.flatMap((type) => {
    const list = listOf(document, type).map((each) => ({ id: randomUUID(), ...each, created_at: Math.floor(Date.now() / 1000) }));
    return list.length ? [[type, Object.fromEntries(list.map((each) => [each.id, each]))] as const] : [];
  });
  return Object.fromEntries(filled);
}

const status = (node: Node) => ({
  memory: { workers_lua_vms: [{ http_allocated_gc: "50.0 MiB", pid: node.pid + 1 }], lua_shared_dicts: {} },
  server: { connections_accepted: 1, connections_active: 1, connections_handled: 1, connections_reading: 0, connections_writing: 1, connections_waiting: 0, total_requests: node.posts },
  configuration_hash: node.hash,
});
const root = (node: Node) => ({
  version: "3.9.3", edition: "community", tagline: "Welcome to kong", hostname: "emulator", node_id: node.nodeId, lua_version: "LuaJIT 2.1",
  timers: { pending: 0, running: 1 }, pids: { workers: [node.pid + 1], master: node.pid },
  plugins: { available_on_server: { "key-auth": { version: "3.9.3", priority: 1250 }, "rate-limiting": { version: "3.9.3", priority: 910 } }, enabled_in_cluster: [] },
  configuration: { database: "off", role: "traditional", router_flavor: "traditional_compatible" },
});

async function admin(node: Node, request: IncomingMessage, response: ServerResponse) {
  const url = new URL(request.url ?? "/", "http://kong");
  const [type = "", id] = url.pathname.split("/").filter(Boolean);
  if (url.pathname === "/config") {
    if (request.method === "POST") return postConfig(node, request, url, response);
    request.resume();
    if (request.method !== "GET") return send(response, 405, { message: "Method not allowed" });
    return send(response, 200, { config: stringify({ ...node.stored?.document, _format_version: "3.0", _transform: false }) });
  }
  request.resume();
  if (request.method !== "GET" && entityTypes.includes(type)) {
    const verb = request.method === "DELETE" ? "remove" : request.method === "POST" ? "create" : "update";
    return send(response, 405, { code: 12, name: "operation unsupported", message: `cannot ${verb} '${type}' entities when not using a database` });
  }
  if (request.method !== "GET") return send(response, 405, { message: "Method not allowed" });
  if (url.pathname === "/") return send(response, 200, root(node));
  if (url.pathname === "/status") return send(response, 200, status(node));
  const plugin = /^\/schemas\/plugins\/([a-z0-9-]+)$/.exec(url.pathname)?.[1];
  if (plugin && plugin in root(node).plugins.available_on_server) return send(response, 200, { fields: [{ protocols: { type: "set" } }, { config: { type: "record", required: true, fields: [] } }] });
  if (!entityTypes.includes(type)) return send(response, 404, { message: "Not found" });
  const data = listOf(node.stored?.document ?? {}, type);
  if (!id) return send(response, 200, { data, next: null });
  const one = data.find((each) => each["id"] === id || each["name"] === id || each["username"] === id);
  return one ? send(response, 200, one) : send(response, 404, { message: "Not found" });
}

function statusListener(node: Node, request: IncomingMessage, response: ServerResponse) {
  request.resume();
  if (request.url === "/status") return send(response, 200, status(node));
  if (request.url !== "/status/ready") return send(response, 404, { message: "Not found" });
  if (node.hash !== zeroHash) return send(response, 200, { message: "ready" });
  return send(response, 503, { message: "no configuration available (empty configuration present)" });
}

const listen = (server: Server, port: number) => new Promise<number>((done, fail) => {
  server.once("error", fail);
  server.listen(port, "127.0.0.1", () => {
    const at = server.address();
    done(typeof at === "object" && at ? at.port : port);
  });
});
const stop = (server: Server) => new Promise<void>((done) => {
  server.close(() => done());
  server.closeAllConnections();
});

export async function startKongEmulator(options: { adminPort?: number; statusPort?: number; stored?: string } = {}): Promise<KongEmulator> {
  const node = new Node();
  const document = options.stored === undefined ? null : parseText(options.stored);
  if (document && options.stored !== undefined) node.stored = { document, hash: md5(options.stored) };
  const start = async (adminPort: number, statusPort: number) => {
    const servers = [
      createServer((request, response) => void admin(node, request, response).catch(() => response.destroy())),
      createServer((request, response) => void statusListener(node, request, response)),
    ] as const;
    return { servers, ports: [await listen(servers[0], adminPort), await listen(servers[1], statusPort)] as const };
  };
  let running = await start(options.adminPort ?? 0, options.statusPort ?? 0);
  const { ports } = running;
  const close = async () => { await Promise.all(running.servers.map(stop)); };
  return {
    adminUrl: `http://127.0.0.1:${ports[0]}`,
    statusUrl: `http://127.0.0.1:${ports[1]}`,
    get config() { return node.stored?.document ?? null; },
    get configurationHash() { return node.hash; },
    get posts() { return node.posts; },
    rejectWith: (check) => { node.check = check; },
    setMode: (mode) => { node.mode = mode; },
    restart: async ({ keepConfig }) => {
      await close();
      node.pid += 10;
      node.nodeId = randomUUID();
      if (!keepConfig) node.stored = null;
      running = await start(ports[0], ports[1]);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
