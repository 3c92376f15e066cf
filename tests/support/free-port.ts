import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Below what systems give to connections of their own (Linux: 32768 and up), or one of these may take the port before the server does. */
const FIRST = 15_000;
const AFTER_LAST = 32_000;

const isFree = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const probe = createServer()
      .once("error", () => done(false))
      .listen(port, "127.0.0.1", () => probe.close(() => done(true)));
  });

/** A port of the loopback address on which nothing listens, for a server that is told its port. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST, AFTER_LAST);
    if (await isFree(port)) return port;
  }
}
