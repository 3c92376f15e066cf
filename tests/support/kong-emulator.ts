import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { stringify } from "yaml";
import { ENTITY_KINDS } from "@/server/domain/config-document/entity-kinds";
import { md5, postConfig, send } from "./kong-emulator-config";
import { checkDocument } from "./kong-emulator-checks";
import { type Entity, isEntity, type Rejection } from "./kong-emulator-errors";
import { type KongMode, Node, zeroHash } from "./kong-emulator-node";
import { availablePlugins } from "./kong-emulator-plugins";
import { parseText } from "./kong-emulator-text";
import { toldPluginSchema } from "./kong-schemas";

/**
 * A DB-less Kong Gateway 3.9.3 as far as its admin and status APIs go, with the traps seen on real nodes: which content
 * types are taken, what the configuration hash is of, what `flatten_errors` loses, when a node is not ready.
 * Not emulated: most of Kong's schemas (see kong-emulator-checks.ts), defaults in what a load answers, the proxy, metrics.
 */
export interface KongEmulator extends AsyncDisposable {
  readonly adminUrl: string;
  readonly statusUrl: string;
  /** The document in force; null when there is none. */
  readonly config: Entity | null;
  readonly configurationHash: string;
  /** How many times `POST /config` was asked, whatever the answer. */
  readonly posts: number;
  /** Whether a load is under way, as in mode `stuck`. */
  readonly isLoading: boolean;
  /** A function that refuses documents on top of the built-in checks; null takes it away. */
  rejectWith(check: ((document: Entity) => Rejection | null) | null): void;
  /** What becomes of loads: see KongMode. */
  setMode(mode: KongMode): void;
  /** Stop and start on the same ports: with its stored config, or empty as in a fresh container. */
  restart(options: { keepConfig: boolean }): Promise<void>;
  close(): Promise<void>;
}

const status = (node: Node) => ({
  memory: { workers_lua_vms: [{ http_allocated_gc: "50.0 MiB", pid: node.pid + 1 }], lua_shared_dicts: {} },
  server: {
    connections_accepted: 1,
    connections_active: 1,
    connections_handled: 1,
    connections_reading: 0,
    connections_writing: 1,
    connections_waiting: 0,
    total_requests: node.posts,
  },
  configuration_hash: node.hash,
});

const entitiesOf = (node: Node, kind: string): Entity[] => node.stored?.entities.get(kind) ?? [];

const loadedPlugins = ({ lacks }: Node) => Object.fromEntries(Object.entries(availablePlugins).filter(([name]) => name !== lacks));

const root = (node: Node) => ({
  version: "3.9.3",
  edition: "community",
  tagline: "Welcome to kong",
  hostname: "emulator",
  node_id: node.nodeId,
  lua_version: "LuaJIT 2.1",
  timers: { pending: 0, running: 1 },
  pids: { workers: [node.pid + 1], master: node.pid },
  plugins: { available_on_server: loadedPlugins(node), enabled_in_cluster: [...new Set(entitiesOf(node, "plugins").map((each) => each.name))] },
  configuration: { database: "off", role: "traditional", router_flavor: "traditional_compatible" },
});

/** The flat export: lists of entities with their ids, references as ids. */
const exported = (node: Node) => ({
  _format_version: "3.0",
  _transform: false,
  ...Object.fromEntries(
    [...(node.stored?.entities ?? [])].map(([kind, list]) => [
      kind,
      list.map((each) =>
        Object.fromEntries(Object.entries(each).map(([key, value]) => [key, isEntity(value) && Object.keys(value).join() === "id" ? value.id : value])),
      ),
    ]),
  ),
});

const notAllowed = { message: "Method not allowed" };
const notFound = { message: "Not found" };

function writeEntity(method: string | undefined, kind: string, response: ServerResponse) {
  const verb = method === "DELETE" ? "remove" : method === "POST" ? "create" : "update";
  send(response, 405, { code: 12, name: "operation unsupported", message: `cannot ${verb} '${kind}' entities when not using a database` });
}

async function admin(node: Node, request: IncomingMessage, response: ServerResponse) {
  const url = new URL(request.url ?? "/", "http://kong");
  const [kind = "", id] = url.pathname.split("/").filter(Boolean);
  if (url.pathname === "/config" && request.method === "POST") return postConfig(node, request, url, response);
  request.resume();
  if (url.pathname === "/config")
    return request.method === "GET" ? send(response, 200, { config: stringify(exported(node)) }) : send(response, 405, notAllowed);
  if (request.method !== "GET") return ENTITY_KINDS.has(kind) ? writeEntity(request.method, kind, response) : send(response, 405, notAllowed);
  if (url.pathname === "/") return send(response, 200, root(node));
  if (url.pathname === "/status") return send(response, 200, status(node));
  const plugin = /^\/schemas\/plugins\/([^/]+)$/.exec(url.pathname)?.[1];
  if (plugin !== undefined) return send(response, toldPluginSchema(plugin) ? 200 : 404, toldPluginSchema(plugin) ?? { message: `No plugin named '${plugin}'` });
  if (!ENTITY_KINDS.has(kind)) return send(response, 404, notFound);
  if (id === undefined) return send(response, 200, { data: entitiesOf(node, kind), next: null });
  const nameKey = ENTITY_KINDS.get(kind)?.nameKey;
  const one = entitiesOf(node, kind).find((each) => each.id === id || (nameKey !== undefined && each[nameKey] === id));
  return send(response, one ? 200 : 404, one ?? notFound);
}

function statusListener(node: Node, request: IncomingMessage, response: ServerResponse) {
  request.resume();
  if (request.url === "/status") return send(response, 200, status(node));
  if (request.url !== "/status/ready") return send(response, 404, notFound);
  if (node.hash !== zeroHash) return send(response, 200, { message: "ready" });
  return send(response, 503, { message: "no configuration available (empty configuration present)" });
}

const listen = (server: Server, port: number) =>
  new Promise<number>((done, fail) => {
    server.once("error", fail);
    server.listen(port, "127.0.0.1", () => {
      const at = server.address();
      done(typeof at === "object" && at ? at.port : port);
    });
  });
const stop = (server: Server) =>
  new Promise<void>((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });

async function start(node: Node, adminPort: number, statusPort: number) {
  const servers = [
    createServer((request, response) => void admin(node, request, response).catch(() => response.destroy())),
    createServer((request, response) => void statusListener(node, request, response)),
  ] as const;
  return { servers, ports: [await listen(servers[0], adminPort), await listen(servers[1], statusPort)] as const };
}

/** How a node on loopback is started. `stored` is what its LMDB holds then; `nodeId` is KONG_NODE_ID; `lacks`: a plugin that is not in KONG_PLUGINS. */
interface KongOptions {
  adminPort?: number;
  statusPort?: number;
  stored?: string;
  nodeId?: string;
  lacks?: string | undefined;
}

/** A node on loopback. */
export async function startKongEmulator(options: KongOptions = {}): Promise<KongEmulator> {
  const node = new Node(options.nodeId, options.lacks);
  const document = options.stored === undefined ? null : parseText(options.stored);
  const checked = document && checkDocument(document, Math.floor(Date.now() / 1000));
  if (document && checked && "entities" in checked) node.stored = { document, entities: checked.entities, hash: md5(options.stored ?? "") };
  let running = await start(node, options.adminPort ?? 0, options.statusPort ?? 0);
  const { ports } = running;
  const close = async () => {
    node.unstick?.();
    await Promise.all(running.servers.map(stop));
  };
  return {
    adminUrl: `http://127.0.0.1:${ports[0]}`,
    statusUrl: `http://127.0.0.1:${ports[1]}`,
    get config() {
      return node.stored?.document ?? null;
    },
    get configurationHash() {
      return node.hash;
    },
    get posts() {
      return node.posts;
    },
    get isLoading() {
      return node.isLoading;
    },
    rejectWith: (check) => {
      node.check = check;
    },
    setMode: (mode) => {
      node.mode = mode;
      node.unstick?.();
    },
    restart: async ({ keepConfig }) => {
      await close();
      node.start();
      if (!keepConfig) node.stored = null;
      running = await start(node, ports[0], ports[1]);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
