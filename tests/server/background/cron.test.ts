import { expect, it } from "vitest";
import { answerCron } from "@/server/background/cron";
import type { Job } from "@/server/background/job";
import type { Env } from "@/server/env";
import { createNotificationWorld } from "@/tests/support/notification-world";
import { createTrpcWorld } from "@/tests/support/trpc-world";
import { startReceiver } from "@/tests/support/webhook-receiver";

const SECRET = "c".repeat(32);

/** A host whose cron secret is set, and a job that counts its runs. */
async function createCronWorld({ settings = { SIGNALBOX_CRON_SECRET: SECRET } as Partial<Env>, isFailing = false } = {}) {
  const world = await createTrpcWorld();
  const deps = { ...world.deps, env: { ...world.deps.env, ...settings } };
  let runs = 0;
  const job: Job = { name: "count", everySeconds: 60, run: async () => ((runs += 1), isFailing ? Promise.reject(new Error("no")) : undefined) };
  return {
    ask: async (authorization: string | null) => {
      const { status, body } = await answerCron(deps, authorization, { jobs: [job], log: () => undefined });
      return { status, body: JSON.parse(String(body)) as unknown }; // safe because every answer here is JSON
    },
    runs: () => runs,
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

it("the bearer of the secret has the work done that is due, once", async () => {
  await using cron = await createCronWorld();
  expect(await cron.ask(`Bearer ${SECRET}`)).toEqual({ status: 200, body: { done: ["count"], failed: [] } });
  expect(await cron.ask(`Bearer ${SECRET}`)).toEqual({ status: 200, body: { done: [], failed: [] } });
  expect(cron.runs()).toBe(1);
});

it.each([null, "", `Bearer ${SECRET}x`, `Bearer ${"c".repeat(31)}`, SECRET, `Basic ${SECRET}`])("%j gets 401, and nothing is done", async (authorization) => {
  await using cron = await createCronWorld();
  expect(await cron.ask(authorization)).toMatchObject({ status: 401, body: { detail: expect.stringContaining("SIGNALBOX_CRON_SECRET") } });
  expect(cron.runs()).toBe(0);
});

it("where no secret is set there is no such door", async () => {
  await using cron = await createCronWorld({ settings: {} });
  expect((await cron.ask("Bearer undefined")).status).toBe(404);
  expect(cron.runs()).toBe(0);
});

it("a job that fails makes the answer 500, so that whoever calls finds out", async () => {
  await using cron = await createCronWorld({ isFailing: true });
  expect(await cron.ask(`Bearer ${SECRET}`)).toEqual({ status: 500, body: { done: [], failed: ["count"] } });
});

it("one call does it all: what happened is put into its message, and that is sent", async () => {
  await using world = await createNotificationWorld();
  await using receiver = await startReceiver();
  await world.addWebhook(receiver.url, ["published"]);
  await world.publish();
  const deps = { ...world.deps, env: { ...world.deps.env, SIGNALBOX_CRON_SECRET: SECRET } };
  expect((await answerCron(deps, `Bearer ${SECRET}`)).status).toBe(200);
  expect(receiver.received).toHaveLength(1);
});
