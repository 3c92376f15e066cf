import { createServer, type IncomingMessage, maxHeaderSize, type RequestListener, STATUS_CODES, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { clientAddress } from "../domain/client-address";
import { PATH_FIELD } from "../domain/sign-in";
import { problem, type RuntimeRequest } from "../runtime-api/answers";
import type { RuntimeApi } from "../runtime-api/runtime-api";

/** Connections outlive the longest poll, so that an agent keeps one connection. */
const KEEP_ALIVE_MS = 75_000;

// A message whose connection is gone has no socket any more, whatever its type says.
const addressOf = ({ socket, headers }: IncomingMessage, proxyCount: number): string => clientAddress(socket?.remoteAddress, headers["x-forwarded-for"], proxyCount);

/** Node's message, and who sent it, as the runtime API reads them: nothing is made that is not asked for, and a poll asks for little. */
class NodeRequest implements RuntimeRequest {
  readonly method: string;
  readonly url: string;
  private gone: AbortSignal | undefined;

  constructor(
    private readonly incoming: IncomingMessage,
    private readonly outgoing: ServerResponse,
    private readonly proxyCount: number,
  ) {
    this.method = incoming.method ?? "GET";
    this.url = `http://runtime${incoming.url}`;
  }

  get address(): string {
    return addressOf(this.incoming, this.proxyCount);
  }

  get headers(): this {
    return this;
  }

  get(name: string): string | null {
    const value = this.incoming.headers[name];
    return value === undefined ? null : String(value);
  }

  get body(): AsyncIterable<Uint8Array> {
    // Who stops reading, because it is too much, must still be able to say so on this connection.
    return this.incoming.iterator({ destroyOnReturn: false });
  }

  get signal(): AbortSignal {
    if (!this.gone) {
      const controller = new AbortController();
      this.gone = controller.signal;
      if (this.outgoing.destroyed) controller.abort();
      else this.outgoing.once("close", () => this.outgoing.writableFinished || controller.abort());
    }
    return this.gone;
  }
}

async function answerRuntime(runtimeApi: Pick<RuntimeApi, "answer">, incoming: IncomingMessage, outgoing: ServerResponse, proxyCount: number): Promise<void> {
  const request = new NodeRequest(incoming, outgoing, proxyCount);
  const { status, body, headers } = await runtimeApi.answer(request, request);
  if (outgoing.destroyed) return;
  if (body !== null) outgoing.setHeader("Content-Length", Buffer.byteLength(body));
  // A body that was refused unread must not be taken for the connection's next request.
  if (!incoming.complete) outgoing.setHeader("Connection", "close");
  outgoing.writeHead(status, headers).end(body ?? undefined);
}

/** What Node cannot read as a request never becomes one; it is told here what was wrong with it. */
function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const isOverflow = error.code === "HPE_HEADER_OVERFLOW";
  const { status, body, headers } = isOverflow ? problem(431, `The header fields have more than ${maxHeaderSize} bytes.`) : problem(400, "This is not an HTTP request.");
  const lines = Object.entries({ ...headers, "Content-Length": Buffer.byteLength(body), Connection: "close" }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join("")}\r\n${body}`);
}

/** The server of `npm start`: the runtime API answers `/api/runtime/*` itself (a factor of 25 in requests a second), `handleRest` all else. */
export function createRuntimeServer(runtimeApi: Pick<RuntimeApi, "answer">, handleRest: RequestListener, proxyCount = 0): Server {
  const server = createServer((request, response) => {
    if (request.url?.startsWith("/api/runtime/")) answerRuntime(runtimeApi, request, response, proxyCount).catch(() => response.destroy());
    else {
      // The console reads the address from this header, so that it is one we believe and never the caller's claim.
      request.headers["x-forwarded-for"] = addressOf(request, proxyCount);
      request.headers[PATH_FIELD] = request.url;
      handleRest(request, response);
    }
  });
  server.on("clientError", refuseUnreadable);
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.headersTimeout = KEEP_ALIVE_MS + 1000;
  return server;
}
