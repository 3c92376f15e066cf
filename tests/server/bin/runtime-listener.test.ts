import { randomUUID } from "node:crypto";
import { connect } from "node:net";
import { expect, it } from "vitest";
import { createRuntimeServer } from "../../../server/bin/runtime-listener";
import { PATH_FIELD } from "@/server/domain/sign-in";
import { createWorld } from "../../support/world";

/** The world's runtime API behind the server of `npm start`, and a raw connection to it: what no HTTP client would send. */
async function createServerWorld(proxyCount = 0) {
  const world = await createWorld();
  const server = createRuntimeServer(
    world.api,
    (request, response) => {
      // As Next does, the body is read a moment after the request has come.
      response.setHeader("Told-Path", String(request.headers[PATH_FIELD]));
      setImmediate(() => request.resume().once("end", () => response.end(String(request.headers["x-forwarded-for"]))));
    },
    proxyCount,
  );
  await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    world,
    base: `http://127.0.0.1:${port}`,
    /** Sends the pieces, ends its side where told to, and answers all that came back. */
    send: (pieces: string[], isEnded = false) =>
      new Promise<string>((done) => {
        let got = "";
        const socket = connect(port, "127.0.0.1", () => {
          for (const piece of pieces) socket.write(piece);
          if (isEnded) socket.end();
        });
        socket.on("data", (chunk) => (got += chunk.toString()));
        socket.on("error", () => undefined);
        socket.on("close", () => done(got));
      }),
    /** Fails the next connection with what Node says of one that is too slow: its own clock looks every half minute. */
    timeOutNext: () =>
      server.once("connection", (socket) =>
        socket.once("data", () => server.emit("clientError", Object.assign(new Error("timeout"), { code: "ERR_HTTP_REQUEST_TIMEOUT" }), socket)),
      ),
    connections: () => new Promise<number>((done) => server.getConnections((_, count) => done(count))),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await world[Symbol.asyncDispose]();
    },
  };
}

const enrollHead = (token: string, more: string) =>
  `POST /api/runtime/v1/enroll HTTP/1.1\r\nHost: s\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/x-www-form-urlencoded\r\n${more}\r\n`;

it("a header field of a megabyte is refused with 431 in problem+json, and the server answers on", async () => {
  await using server = await createServerWorld();
  const answer = await server.send([`GET /api/runtime/v1/config HTTP/1.1\r\nHost: s\r\nX-Big: ${"a".repeat(1024 * 1024)}\r\n\r\n`]);
  expect(answer).toMatch(/^HTTP\/1\.1 431 [\s\S]*application\/problem\+json[\s\S]*"detail":"The header fields have more than \d+ bytes\."/);
  expect((await fetch(`${server.base}/api/runtime/v1/config`)).status).toBe(401);
});

it("what is no HTTP is refused with 400", async () => {
  await using server = await createServerWorld();
  expect(await server.send(["nonsense\r\n\r\n"])).toMatch(/^HTTP\/1\.1 400 [\s\S]*"status":400/);
});

it("a request that is too slow is refused with 408", async () => {
  await using server = await createServerWorld();
  server.timeOutNext();
  expect(await server.send(["GET /api/runtime/v1/config HTTP/1.1\r\nHost: s\r\n"])).toMatch(/^HTTP\/1\.1 408 [\s\S]*"title":"Request Timeout"/);
});

it.each([
  ["/api/trpc/org.update", 1024 * 1024],
  ["/api/trpc/configImports.take", 40 * 1024 * 1024],
  ["/api/auth/callback/credentials", 64 * 1024],
  ["/login", 1024 * 1024],
])("a body for %s is taken up to its limit and refused with 413 above it, with a length or without", async (path, most) => {
  await using server = await createServerWorld();
  const post = (body: BodyInit) => fetch(server.base + path, { method: "POST", body, duplex: "half" } as RequestInit); // safe because Node's fetch wants `duplex` for a stream
  const streamed = (size: number) => new Blob([new Uint8Array(size)]).stream();
  expect([(await post(new Uint8Array(most))).status, (await post(streamed(most))).status]).toEqual([200, 200]);
  const head = `POST ${path} HTTP/1.1\r\nHost: s\r\n`;
  expect(await server.send([`${head}Content-Length: ${most + 1}\r\n\r\n`, "{"])).toMatch(
    /^HTTP\/1\.1 413 [\s\S]*application\/problem\+json[\s\S]*Connection: close/i,
  );
  const size = most + 512 * 1024;
  const chunked = await server.send([`${head}Transfer-Encoding: chunked\r\n\r\n${size.toString(16)}\r\n`, "a".repeat(size)]);
  expect(chunked).toMatch(/^HTTP\/1\.1 413 [\s\S]*"detail":"The body has more than \d+ [KM]iB\."/);
});

it("a body that is too large is refused with 413 before it is all there, and the connection is closed", async () => {
  await using server = await createServerWorld();
  const token = await server.world.enrollmentToken(server.world.ours);
  const declared = await server.send([enrollHead(token, "Content-Length: 1000000000\r\n"), "hostname=h"]);
  expect(declared).toMatch(/^HTTP\/1\.1 413 [\s\S]*Connection: close/i);
  const piece = `4000\r\n${"a".repeat(0x4000)}\r\n`;
  const chunked = await server.send([enrollHead(token, "Transfer-Encoding: chunked\r\n"), piece, piece, piece]);
  expect(chunked).toMatch(/^HTTP\/1\.1 413 [\s\S]*Connection: close/i);
});

it("a body that is cut short stores nothing and uses up no token", async () => {
  await using server = await createServerWorld();
  const token = await server.world.enrollmentToken(server.world.ours, { maxUses: 1 });
  const body = `instance-id=${randomUUID()}&hostname=h`;
  await server.send([enrollHead(token, `Content-Length: ${body.length + 1}\r\n`), body], true);
  const answer = await fetch(`${server.base}/api/runtime/v1/enroll`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}` },
    body: new URLSearchParams(body),
  });
  expect(answer.status).toBe(201);
});

it("one connection serves poll after poll, and the document comes with its length", async () => {
  await using server = await createServerWorld();
  const { world } = server;
  const { credential } = await world.enroll(world.ours);
  const { etag, body } = await world.publish(world.ours, { services: [{ name: "ü" }] });
  const poll = (more = "") => `GET /api/runtime/v1/config HTTP/1.1\r\nHost: s\r\nAuthorization: Bearer ${credential}\r\n${more}\r\n`;
  const answers = await server.send([poll(), poll(`If-None-Match: ${etag}\r\n`), poll(`If-None-Match: ${etag}\r\nConnection: close\r\n`)]);
  expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 200", "HTTP/1.1 304", "HTTP/1.1 304"]);
  expect(answers).toContain(`Content-Length: ${Buffer.byteLength(body)}\r\n`);
  expect(answers).not.toMatch(/chunked/i);
});

it("a waiting poll whose caller has gone is let go", async () => {
  await using server = await createServerWorld();
  const { world } = server;
  const { credential } = await world.enroll(world.ours);
  const { etag } = await world.publish(world.ours, {});
  const gone = new AbortController();
  const headers = { Authorization: `Bearer ${credential}`, "If-None-Match": etag, Prefer: "wait=50" };
  const poll = fetch(`${server.base}/api/runtime/v1/config`, { headers, signal: gone.signal });
  await expect.poll(() => world.api.waiting()).toBe(1);
  gone.abort();
  await expect(poll).rejects.toThrow();
  await expect.poll(() => world.api.waiting()).toBe(0);
});

it("the console is told the path that was asked for, never the one that the caller claims", async () => {
  await using server = await createServerWorld();
  const answer = await fetch(`${server.base}/o/acme?sort=-host`, { headers: { [PATH_FIELD]: "/elsewhere" } });
  expect(answer.headers.get("told-path")).toBe("/o/acme?sort=-host");
});

it("the address is the peer's, or the one that trusted proxies appended; never the caller's claim", async () => {
  await using direct = await createServerWorld();
  const claim = { "X-Forwarded-For": "203.0.113.9, 198.51.100.7" };
  expect(await (await fetch(direct.base, { headers: claim })).text()).toBe("127.0.0.1");
  await using proxied = await createServerWorld(1);
  expect(await (await fetch(proxied.base, { headers: claim })).text()).toBe("198.51.100.7");
  const id = randomUUID();
  const token = await proxied.world.enrollmentToken(proxied.world.ours);
  const headers = { ...claim, Authorization: `Bearer ${token}`, "instance-id": id, hostname: "h" };
  await fetch(`${proxied.base}/api/runtime/v1/enroll`, { method: "POST", headers });
  expect((await proxied.world.instance(id))?.address).toBe("198.51.100.7");
});
