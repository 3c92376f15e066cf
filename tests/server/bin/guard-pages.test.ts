import { createServer, request } from "node:http";
import { expect, it } from "vitest";
import { guardPages } from "@/server/bin/guard-pages";

/** What the guard answers to a method; 200: it was handed on. */
async function answerTo(method: string) {
  const server = createServer(guardPages((_, response) => void response.end(), "https://signalbox.example.com", { isHttps: true, isDev: false }));
  await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const answer = await new Promise<{ status: number | undefined; headers: NodeJS.Dict<string | string[]> }>((done, fail) =>
    request({ port, host: "127.0.0.1", method, path: "/" }, (message) => {
      message.resume();
      done({ status: message.statusCode, headers: message.headers });
    })
      .once("error", fail)
      .end(),
  );
  await new Promise((done) => server.close(done));
  return answer;
}

it("TRACE, which shows a request's fields to who sends it, is not taken", async () => {
  expect((await answerTo("TRACE")).status).toBe(405);
});

it("every answer is guarded, and so is a refusal", async () => {
  for (const { headers } of [await answerTo("GET"), await answerTo("TRACE")]) {
    expect(headers).toMatchObject({
      "content-security-policy": expect.stringMatching(/object-src 'none'; base-uri 'none'; frame-ancestors 'none'/),
      "strict-transport-security": "max-age=31536000; includeSubDomains",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
    });
  }
});
