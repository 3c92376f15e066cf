import { createServer, type IncomingMessage } from "node:http";

/** A moment in what a process asks of its database, told by texts that a request holds, all of them. */
export interface Moment {
  /** The process must have asked for this first. Absent: nothing. */
  after?: readonly string[];
  at: readonly string[];
  /** Whether the database does what is asked. False: it never hears of it. */
  isDone: boolean;
}

interface Wanted {
  moment: Moment;
  /** The doors that the `after` has come through. */
  begun: Set<number>;
  reached: (door: number) => void;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

/**
 * Doors to a database server, one for each process that uses it. `catchAt` gives the number of the first door that a moment comes
 * through; that process never hears the answer, so that whoever kills it then knows exactly how far it came.
 */
export async function openDoors(databaseUrl: string, count: number) {
  let wanted: Wanted | undefined;
  const holds = (text: string, parts: readonly string[]) => parts.every((part) => text.includes(part));

  /** Whether a request is the one that is waited for; then no other is. */
  function take(door: number, text: string): Wanted | undefined {
    if (!wanted) return undefined;
    const { moment, begun } = wanted;
    if ((!moment.after || begun.has(door)) && holds(text, moment.at)) {
      const taken = wanted;
      wanted = undefined;
      return taken;
    }
    if (moment.after && holds(text, moment.after)) begun.add(door);
    return undefined;
  }

  const servers = Array.from({ length: count }, (_, door) =>
    createServer((request, response) => {
      const pass = async () => {
        const body = await textOf(request);
        const taken = take(door, body);
        if (taken && !taken.moment.isDone) return taken.reached(door);
        const answer = await fetch(`${databaseUrl}${request.url}`, {
          method: request.method ?? "GET",
          headers: { "Content-Type": "application/json" },
          ...(request.method === "POST" ? { body } : {}),
        });
        const text = await answer.text();
        if (taken) return taken.reached(door);
        response.writeHead(answer.status, { "Content-Type": "application/json" }).end(text);
      };
      void pass().catch(() => response.writeHead(502).end());
    }),
  );
  for (const server of servers) {
    server.keepAliveTimeout = 120_000;
    await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
  }
  return {
    urls: servers.map((server) => {
      const address = server.address();
      return `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
    }),
    catchAt: (moment: Moment): Promise<number> => new Promise((reached) => (wanted = { moment, begun: new Set(), reached })),
    async close() {
      for (const server of servers) server.closeAllConnections();
      await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
    },
  };
}
