import { createServer, IncomingMessage, type RequestListener, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { clientAddress } from "../domain/client-address";
import type { RuntimeApi } from "../runtime-api/runtime-api";

/** Connections outlive the longest poll, so that an agent keeps one connection. */
const KEEP_ALIVE_MS = 75_000;

/** The server of `npm start`: the runtime API answers `/api/runtime/*` itself (a factor of 25 in requests a second), `handleRest` all else. */
export function createRuntimeServer(runtimeApi: Pick<RuntimeApi, "handle">, handleRest: RequestListener, proxyCount = 0): Server {
  const addressOf = ({ socket, headers }: IncomingMessage) => clientAddress(socket.remoteAddress, headers["x-forwarded-for"], proxyCount);
  const handleRuntime = getRequestListener((request, bindings) => {
    const address = "incoming" in bindings && bindings.incoming instanceof IncomingMessage ? addressOf(bindings.incoming) : "unknown";
    return runtimeApi.handle(request, { address });
  });
  const server = createServer((request, response) => {
    if (request.url?.startsWith("/api/runtime/")) void handleRuntime(request, response);
    else {
      // The console reads the address from this header, so that it is one we believe and never the caller's claim.
      request.headers["x-forwarded-for"] = addressOf(request);
      handleRest(request, response);
    }
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.headersTimeout = KEEP_ALIVE_MS + 1000;
  return server;
}
