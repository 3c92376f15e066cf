import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createWorker } from "@/server/edge/worker";

const GOOD = {
  DATABASE_URL: "https://db.example.com",
  SIGNALBOX_URL: "https://signalbox.example.com",
  SIGNALBOX_DATA_KEY: Buffer.alloc(32).toString("base64"),
  AUTH_SECRET: "s".repeat(32),
};

beforeEach(() => void vi.spyOn(console, "error").mockImplementation(() => undefined));
afterEach(() => void vi.restoreAllMocks());

/** What a worker with these bindings answers to any request. */
async function answerWith(bindings: Record<string, string>): Promise<{ status: number; text: string }> {
  const worker = createWorker({ fetch: () => Promise.reject(new Error("A worker that lacks a setting handed a request on.")) });
  const answer = await worker.fetch(new Request("https://signalbox.example.com/login"), bindings, { waitUntil: () => undefined });
  return { status: answer.status, text: await answer.text() };
}

it.each(Object.keys(GOOD))("a worker without %s answers 500, and names the setting and no value", async (name) => {
  const { status, text } = await answerWith(Object.fromEntries(Object.entries(GOOD).filter(([key]) => key !== name)));
  expect(status).toBe(500);
  expect(text).toContain(name);
  for (const value of Object.values(GOOD)) expect(text).not.toContain(value);
});

it("a database file is refused: a worker keeps none", async () => {
  expect((await answerWith({ ...GOOD, DATABASE_URL: "file:signalbox.db" })).text).toContain("DATABASE_URL");
});
