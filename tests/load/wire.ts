/** A load generator that costs little: raw sockets, one request at a time on each, ready-made bytes. */
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** The bytes of one poll, with the fields that the agent's curl sends. */
export function pollOf(port: number, credential: string, etag: string, waitSeconds = 0): Buffer {
  const lines = [
    "GET /api/runtime/v1/config HTTP/1.1",
    `Host: 127.0.0.1:${port}`,
    "User-Agent: curl/8.5.0",
    "Accept: */*",
    `Authorization: Bearer ${credential}`,
    `If-None-Match: ${etag}`,
    `Running-Config: ${etag}`,
    ...(waitSeconds ? [`Prefer: wait=${waitSeconds}`] : []),
  ];
  return Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1");
}

const open = (port: number): Promise<Socket> =>
  new Promise((done, fail) => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    socket.once("error", fail);
    socket.once("connect", () => {
      socket.off("error", fail);
      socket.on("error", () => socket.destroy());
      done(socket);
    });
  });

const is304 = (chunk: Buffer): boolean => chunk.toString("latin1", 9, 12) === "304" && chunk.toString("latin1", chunk.length - 4) === "\r\n\r\n";

/** Polls over so many connections, each poll with the next credential, for so long. Throws on any answer but a whole 304. */
export async function poll(port: number, polls: Buffer[], connections: number, durationMs: number): Promise<number> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)));
  let [answers, next, isOver] = [0, 0, false];
  const send = (socket: Socket) => {
    const bytes = polls[next++ % polls.length];
    if (bytes) socket.write(bytes);
  };
  const failed = new Promise<never>((_, fail) => {
    for (const socket of sockets) {
      socket.on("close", () => fail(new Error("The server closed a connection.")));
      socket.on("data", (chunk: Buffer) => {
        if (!is304(chunk)) return fail(new Error(`Not a 304: ${chunk.toString("latin1", 0, 200)}`));
        answers += 1;
        if (!isOver) send(socket);
      });
      send(socket);
    }
  });
  failed.catch(() => undefined);
  const startedAt = performance.now();
  await Promise.race([failed, sleep(durationMs)]);
  const perSecond = answers / ((performance.now() - startedAt) / 1000);
  isOver = true;
  await sleep(100);
  for (const socket of sockets) socket.destroy();
  return perSecond;
}

/** Polls once with each of these, so that the server knows them all. */
export async function pollEach(port: number, polls: Buffer[]): Promise<void> {
  const sockets = await Promise.all(Array.from({ length: 16 }, () => open(port)));
  let next = 0;
  await Promise.all(
    sockets.map(
      (socket) =>
        new Promise<void>((done, fail) => {
          const send = () => {
            const bytes = polls[next++];
            if (bytes) socket.write(bytes);
            else done();
          };
          socket.on("data", (chunk: Buffer) => (is304(chunk) ? send() : fail(new Error(`Not a 304: ${chunk.toString("latin1", 0, 200)}`))));
          socket.once("close", () => fail(new Error("The server closed a connection.")));
          send();
        }),
    ),
  );
  for (const socket of sockets) socket.destroy();
}

/** A waiting poll on a connection of its own; `told` gives when the whole answer was there, in `performance.now()`. */
export interface Waiter {
  told: Promise<{ at: number; etag: string | undefined }>;
  close: () => void;
}

function waiterOn(socket: Socket, bytes: Buffer): Waiter {
  const told = new Promise<{ at: number; etag: string | undefined }>((done, fail) => {
    const chunks: Buffer[] = [];
    let [size, wanted, head] = [0, Infinity, ""];
    socket.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (!head) {
        const text = Buffer.concat(chunks).toString("latin1");
        const end = text.indexOf("\r\n\r\n");
        if (end < 0) return;
        head = text.slice(0, end);
        if (!head.startsWith("HTTP/1.1 200")) return fail(new Error(`Not a 200: ${head}`));
        wanted = end + 4 + Number(/content-length: (\d+)/i.exec(head)?.[1] ?? NaN);
      }
      if (size >= wanted) done({ at: performance.now(), etag: /etag: (\S+)/i.exec(head)?.[1] });
    });
    socket.once("close", () => fail(new Error("The server closed a waiting connection.")));
  });
  told.catch(() => undefined);
  socket.write(bytes);
  return { told, close: () => socket.destroy() };
}

/** Opens a waiting poll for each of these, some at a time so that no backlog overflows. */
export async function waitEach(port: number, polls: Buffer[]): Promise<Waiter[]> {
  const waiters: Waiter[] = [];
  for (let from = 0; from < polls.length; from += 200) {
    const batch = polls.slice(from, from + 200);
    waiters.push(...(await Promise.all(batch.map(async (bytes) => waiterOn(await open(port), bytes)))));
  }
  return waiters;
}
