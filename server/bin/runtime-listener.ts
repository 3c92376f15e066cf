import { createServer, type IncomingMessage, maxHeaderSize, type RequestListener, STATUS_CODES, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { clientAddress } from "../domain/client-address";
import { bytesText, mostBodyBytes } from "../domain/size-limits";
import { PATH_FIELD } from "../domain/sign-in";
import { problem, type RuntimeRequest } from "../runtime-api/answers";
import type { RuntimeApi } from "../runtime-api/runtime-api";

/** Connections outlive the longest poll, so that an agent keeps one connection. */
const KEEP_ALIVE_MS = 75_000;

// A message whose connection is gone has no socket any more, whatever its type says.
const addressOf = ({ socket, headers }: IncomingMessage, proxyCount: number): string =>
  clientAddress(socket?.remoteAddress, headers["x-forwarded-for"], proxyCount);

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

async function answerRuntime(
  runtimeApi: Pick<RuntimeApi, "answer">,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  proxyCount: number,
  server: Server,
): Promise<void> {
  const request = new NodeRequest(incoming, outgoing, proxyCount);
  const { status, body, headers } = await runtimeApi.answer(request, request);
  if (outgoing.destroyed) return;
  if (body !== null) outgoing.setHeader("Content-Length", Buffer.byteLength(body));
  // A body that was refused unread must not be taken for the connection's next request; one that drains takes none.
  if (!incoming.complete || !server.listening) outgoing.setHeader("Connection", "close");
  outgoing.writeHead(status, headers).end(body ?? undefined);
}

/** Answers on a connection that has no response to do it with, and closes it. */
function refuse(socket: Duplex, { status, body, headers }: ReturnType<typeof problem>): void {
  if (!socket.writable) return void socket.destroy();
  const lines = Object.entries({ ...headers, "Content-Length": Buffer.byteLength(body), Connection: "close" }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join("")}\r\n${body}`, () => socket.destroy());
}

/** What Node cannot read as a request never becomes one; it is told here what was wrong with it. */
function refuseUnreadable({ code }: NodeJS.ErrnoException, socket: Duplex): void {
  if (code === "ECONNRESET") return void socket.destroy();
  if (code === "HPE_HEADER_OVERFLOW") return refuse(socket, problem(431, `The header fields have more than ${maxHeaderSize} bytes.`));
  refuse(socket, code === "ERR_HTTP_REQUEST_TIMEOUT" ? problem(408, "The request took too long to come.") : problem(400, "This is not an HTTP request."));
}

/** Whether the body may be read. One that comes without its length is counted, and cut off past the limit: its reader sees a caller that has gone. */
function isWithinLimit(request: IncomingMessage): boolean {
  const mostBytes = mostBodyBytes(request.url ?? "/");
  const refuseBody = () => refuse(request.socket, problem(413, `The body has more than ${bytesText(mostBytes)}.`));
  if (Number(request.headers["content-length"] ?? 0) > mostBytes) {
    refuseBody();
    return false;
  }
  if (request.headers["transfer-encoding"] === undefined) return true;
  const push = request.push.bind(request);
  let size = 0;
  // Here and not by a listener or a stream in between, which would take the body from who reads it later.
  request.push = (chunk: Uint8Array | null) => {
    size += chunk?.byteLength ?? 0;
    if (size <= mostBytes) return push(chunk);
    request.push = () => false;
    refuseBody();
    return false;
  };
  return true;
}

/** The server of `npm start`: the runtime API answers `/api/runtime/*` itself (a factor of 25 in requests a second), `handleRest` all else. */
export function createRuntimeServer(runtimeApi: Pick<RuntimeApi, "answer">, handleRest: RequestListener, proxyCount = 0): Server {
  const server = createServer((request, response) => {
    if (request.url?.startsWith("/api/runtime/")) answerRuntime(runtimeApi, request, response, proxyCount, server).catch(() => response.destroy());
    else if (isWithinLimit(request)) {
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

const IDLE_MS = 50;

/** Takes no further connection, and resolves once every request that came is answered. Connections that fall idle are closed. */
export function drain(server: Server): Promise<void> {
  // Node closes only those that are idle at the time of `close`.
  const closing = setInterval(() => server.closeIdleConnections(), IDLE_MS);
  return new Promise((done) => {
    server.close(() => {
      clearInterval(closing);
      done();
    });
  });
}
