import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { checkDocument } from "./kong-emulator-checks";
import { type Entity, rejectionOf } from "./kong-emulator-errors";
import { type KongMode, type Node, zeroHash } from "./kong-emulator-node";
import { readBody } from "./kong-emulator-text";

export const md5 = (text: string | Buffer) => createHash("md5").update(text).digest("hex");
const limitBytes = 10 * 1024 * 1024;

/** Answers with JSON, or HTML where the body is a text. */
export function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) {
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

const busy = { message: "Currently loading previous configuration" };
const failures: Partial<Record<KongMode, { status: number; message: string }>> = {
  "map full": { status: 413, message: 'Configuration does not fit in LMDB database, consider raising the "lmdb_map_size" config for Kong' },
  "500": { status: 500, message: "An unexpected error occurred" },
  "503": { status: 503, message: "Kong currently exiting" },
  "504": { status: 504, message: "Timed out while loading configuration" },
};

async function load(node: Node, document: Entity, entities: Map<string, Entity[]>, text: string | null, response: ServerResponse) {
  // The time that the lock has left, ten seconds at most; it need not be whole.
  if (node.isLoading) return send(response, 429, busy, { "Retry-After": "10" });
  if (node.mode === "429") return send(response, 429, busy, { "Retry-After": "1.5" });
  const failure = failures[node.mode];
  if (failure) return send(response, failure.status, { message: failure.message });
  if (node.mode === "stuck") {
    node.isLoading = true;
    await new Promise<void>((done) => {
      node.unstick = done;
    });
    node.isLoading = false;
  }
  const hash = entities.size === 0 ? zeroHash : md5(text ?? `${JSON.stringify(document)}${Math.floor(Date.now() / 1000)}`);
  node.stored = { document, entities, hash };
  return send(response, 201, Object.fromEntries([...entities].map(([kind, list]) => [kind, Object.fromEntries(list.map((each) => [each.id, each]))])));
}

/** `POST /config`, in the order in which a node looks at things: size, type, sameness, soundness, and then whether it can be loaded. */
export async function postConfig(node: Node, request: IncomingMessage, url: URL, response: ServerResponse) {
  node.posts++;
  const body = await bodyOf(request);
  if (body === "too large" || node.mode === "413") return send(response, 413, "<html><body><h1>413 Request Entity Too Large</h1></body></html>");
  const type = (request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  const found = readBody(type, body.toString("utf8"));
  if (found === "unsupported") return send(response, 415, "<html><body><h1>415 Unsupported Media Type</h1></body></html>");
  if (found === "no JSON") return send(response, 400, { message: "Cannot parse JSON body" });
  if (body.length === 0) return send(response, 400, { message: "expected a declarative configuration" });
  if (url.searchParams.get("check_hash") === "1" && found.text !== null && md5(found.text) === node.hash) return send(response, 304, "");
  const isFlat = ["1", "true", "on", "yes"].includes(url.searchParams.get("flatten_errors") ?? "");
  const unread = () => ({ rejection: rejectionOf([{ kind: "field", field: ["error"], message: "failed parsing declarative configuration" }]) });
  const checked = found.document ? checkDocument(found.document, Math.floor(Date.now() / 1000)) : unread();
  const rejection = (found.document && node.check?.(found.document)) ?? ("rejection" in checked ? checked.rejection : null);
  if (rejection) return send(response, rejection.status, isFlat ? rejection.flattened : rejection.plain);
  if (found.document && "entities" in checked) return load(node, found.document, checked.entities, found.text, response);
}
