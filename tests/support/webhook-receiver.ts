import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/** What came, and what was answered to it. */
export interface Received {
  headers: IncomingHttpHeaders;
  body: string;
  status: number;
}

/** A receiver on loopback whose manners can be changed while it runs: its status, how long it takes, whether it is there at all. */
export async function startReceiver() {
  const received: Received[] = [];
  const manners = { status: 204, delayMs: 0, headers: {} as Record<string, string>, body: "" };
  let port = 0;
  let server: Server | undefined;
  const start = async () => {
    server = createServer(async (request, response) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of request as AsyncIterable<Uint8Array>) chunks.push(chunk);
      const { status, delayMs, headers, body } = manners;
      await sleep(delayMs);
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString(), status });
      response.writeHead(status, headers).end(body);
    });
    await new Promise<void>((done) => void server?.listen(port, "127.0.0.1", done));
    const address = server.address();
    port = typeof address === "object" && address ? address.port : 0;
  };
  const stop = async (): Promise<void> => {
    server?.closeAllConnections();
    await new Promise((done) => server?.close(done) ?? done(undefined));
  };
  await start();
  return { received, manners, start, stop, url: `http://127.0.0.1:${port}/hook`, [Symbol.asyncDispose]: stop };
}
