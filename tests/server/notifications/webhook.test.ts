import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Webhook } from "standardwebhooks";
import { z } from "zod";
import { mintOrgDb } from "@/db/scoped";
import { JOBS } from "@/server/background/jobs";
import { runDueJobs } from "@/server/background/run-due-jobs";
import type { CallOut } from "@/server/notifications/call-out";
import { deliverTo } from "@/server/notifications/deliver";
import { createNotificationWorld } from "@/tests/support/notification-world";
import { type Received, startReceiver } from "@/tests/support/webhook-receiver";

// The public library holds a message's time against the clock of the machine.
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());

type World = Awaited<ReturnType<typeof createNotificationWorld>>;

const Body = z.object({
  type: z.string(),
  timestamp: z.iso.datetime(),
  data: z.object({
    text: z.string(),
    count: z.number(),
    organization: z.string(),
    events: z.array(z.object({ seq: z.number(), detail: z.record(z.string(), z.unknown()) })),
  }),
});

/** What the public library of Standard Webhooks makes of a message, which it throws at where the signature is wrong. */
function verified({ headers, body }: Received, secret: string, now: number) {
  vi.setSystemTime(now);
  return Body.parse(new Webhook(secret).verify(body, Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))));
}
const versionIn = (message: z.infer<typeof Body>) => message.data.events.map(({ detail }) => detail.version);

it("to a receiver that is slow, fails, is away and comes back, each event goes once or more, in order, and the public library verifies each try", async () => {
  await using world = await createNotificationWorld();
  await using receiver = await startReceiver();
  const { publish, run, clock, log } = world;
  const { secret } = await world.addWebhook(receiver.url, ["published"]);
  for (let count = 0; count < 3; count++) await publish();
  receiver.manners.delayMs = 200;
  await run();
  expect((await log()).map(({ state, attempts, lastStatus }) => [state, attempts, lastStatus])).toEqual(Array.from({ length: 3 }, () => ["delivered", 1, 204]));

  receiver.manners.delayMs = 0;
  receiver.manners.status = 503;
  await publish();
  await publish();
  await run();
  await run(1000);
  expect((await log()).slice(0, 2).map(({ state, attempts, lastFault }) => [state, attempts, lastFault])).toEqual([
    ["waiting", 0, null],
    ["waiting", 1, "It answered 503."],
  ]);
  expect(await world.caller.notifications.listChannels(world.org)).toMatchObject([{ queue: { waiting: 2, attempts: 1, lastFault: "It answered 503." } }]);
  await run(5000);
  await receiver.stop();
  await run(15_000);
  expect((await log())[1]).toMatchObject({ attempts: 3, lastStatus: null, lastFault: "The connection was refused." });

  await receiver.start();
  receiver.manners.status = 200;
  await run(45_000);
  const tries = receiver.received.map((each) => ({ ...verified(each, secret, clock.now), id: each.headers["webhook-id"], isTaken: each.status < 300 }));
  const taken = tries.filter(({ isTaken }) => isTaken);
  expect(taken.flatMap(versionIn)).toEqual([1, 2, 3, 4, 5]);
  expect(tries.flatMap(versionIn)).toEqual([1, 2, 3, 4, 4, 4, 5]);
  expect(new Set(tries.map(({ id }) => id)).size).toBe(5);
  expect(taken[3]).toMatchObject({ type: "published", data: { text: "default: ours owner published v4: change 4", count: 1, organization: "ours" } });
  expect((await log()).map(({ state, attempts }) => [state, attempts])).toEqual([
    ["delivered", 1],
    ["delivered", 4],
    ["delivered", 1],
    ["delivered", 1],
    ["delivered", 1],
  ]);
});

it("where a process ends between the answer and its note, the message goes again with the same id, by which a receiver knows it", async () => {
  await using world = await createNotificationWorld();
  await using receiver = await startReceiver();
  const { id } = await world.addWebhook(receiver.url, ["published"]);
  await receiver.stop();
  await world.publish();
  await world.run();
  await receiver.start();
  world.clock.now += 60_000;
  const dying = { signal: new AbortController().signal, assertHeld: () => Promise.reject(new Error("the process ended")) };
  await expect(deliverTo(world.deps, mintOrgDb(world.deps.db, world.ours.orgId), id, dying)).rejects.toThrow("the process ended");
  await world.run();
  const ids = receiver.received.map(({ headers }) => headers["webhook-id"]);
  expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
});

it("after another secret was made the earlier one verifies too for a day, and then no more", async () => {
  await using world = await createNotificationWorld();
  await using receiver = await startReceiver();
  const { id, secret } = await world.addWebhook(receiver.url, ["published"]);
  const next = await world.caller.notifications.rotateSecret({ ...world.org, channelId: id });
  await world.publish();
  await world.run();
  const [first] = receiver.received;
  for (const each of [secret, next.secret]) expect(versionIn(verified(first ?? { headers: {}, body: "", status: 0 }, each, world.clock.now))).toEqual([1]);
  await world.publish();
  await world.run(24 * 60 * 60_000);
  const last = receiver.received.at(-1) ?? { headers: {}, body: "", status: 0 };
  expect(versionIn(verified(last, next.secret, world.clock.now))).toEqual([2]);
  expect(() => verified(last, secret, world.clock.now)).toThrow();
});

it("a message that nobody takes for three days is given up and told as failed, and the next has its turn; it can be sent again", async () => {
  await using world = await createNotificationWorld();
  await using receiver = await startReceiver();
  const { secret } = await world.addWebhook(receiver.url, ["published"]);
  receiver.manners.status = 500;
  await world.publish();
  await world.run();
  for (let hours = 0; hours < 76; hours += 4) await world.run(4 * 60 * 60_000);
  const [failed] = await world.log();
  expect(failed).toMatchObject({ state: "failed", lastStatus: 500, lastFault: "It answered 500." });
  expect(failed?.attempts).toBeGreaterThan(15);
  receiver.manners.status = 200;
  await world.publish();
  await world.run();
  await world.caller.notifications.resend({ ...world.org, deliveryId: failed?.id ?? "" });
  await world.run();
  const taken = receiver.received.filter(({ status }) => status === 200).map((each) => versionIn(verified(each, secret, world.clock.now)));
  expect(taken).toEqual([[2], [1]]);
  expect((await world.log()).map(({ state }) => state)).toEqual(["delivered", "delivered"]);
});

it("one that is away holds up no other channel", async () => {
  await using world = await createNotificationWorld();
  await using away = await startReceiver();
  await using well = await startReceiver();
  await world.addWebhook(away.url, ["published"]);
  await world.addWebhook(well.url, ["published"]);
  await away.stop();
  for (let count = 0; count < 3; count++) await world.publish();
  await world.run();
  expect([away.received.length, well.received.length]).toEqual([0, 3]);
});

it("what comes for one channel while another's receiver is waited for goes at once", async () => {
  await using world = await createNotificationWorld();
  let answer = () => {};
  const answered = new Promise<void>((done) => (answer = done));
  const called: string[] = [];
  const callOut: CallOut = async ({ url }) => {
    called.push(url);
    if (url.includes("slow")) await answered;
    return { status: 204, text: "" };
  };
  const deps = { ...world.deps, callOut };
  await world.addWebhook("https://hooks.example.com/slow", ["published"]);
  await world.publish();
  await runDueJobs(deps, { jobs: JOBS.filter(({ name }) => name === "route-events") });
  const run = runDueJobs(deps, { jobs: JOBS.filter(({ name }) => name === "deliver-messages") });
  await expect.poll(() => called).toEqual(["https://hooks.example.com/slow"]);

  await world.addWebhook("https://hooks.example.com/well", ["published"]);
  await world.publish();
  world.clock.now += 1000;
  await runDueJobs(deps, { jobs: JOBS.filter(({ name }) => name === "route-events") });
  await expect.poll(() => called, { timeout: 10_000 }).toEqual(["https://hooks.example.com/slow", "https://hooks.example.com/well"]);
  answer();
  expect(await run).toMatchObject({ done: ["deliver-messages"] });
});

it("a receiver that answers 410 is told nothing more, and its channel says why", async () => {
  await using world = await createNotificationWorld();
  await using receiver = await startReceiver();
  const { id } = await world.addWebhook(receiver.url, ["published"]);
  receiver.manners.status = 410;
  await world.publish();
  await world.publish();
  await world.run();
  await world.run(60_000);
  expect(receiver.received).toHaveLength(1);
  const [channel] = await world.caller.notifications.listChannels(world.org);
  expect(channel?.disabledBecause).toContain("410");
  receiver.manners.status = 200;
  await world.caller.notifications.setEnabled({ ...world.org, channelId: id, isEnabled: true });
  await world.run(60_000);
  expect(receiver.received).toHaveLength(3);
});

it.each([
  ["is enabled again", (world: World, channelId: string) => world.caller.notifications.setEnabled({ ...world.org, channelId, isEnabled: true })],
  [
    "is led elsewhere",
    (world: World, channelId: string, url: string) =>
      world.caller.notifications.updateChannel({ ...world.org, channelId, name: "hook 1", target: { kind: "webhook", url } }),
  ],
])("what waits in a channel that %s is tried at once, however long it was to wait", async (_, mend) => {
  await using world = await createNotificationWorld();
  await using receiver = await startReceiver();
  const { id } = await world.addWebhook(receiver.url, ["published"]);
  receiver.manners.status = 503;
  await world.publish();
  await world.publish();
  for (let tries = 0; tries < 8; tries++) await world.run(4 * 60 * 60_000);
  receiver.manners.status = 204;
  await world.run(1000);
  expect((await world.log()).map(({ state }) => state)).toEqual(["waiting", "waiting"]);
  await mend(world, id, receiver.url);
  await world.run(1000);
  expect((await world.log()).map(({ state }) => state)).toEqual(["delivered", "delivered"]);
});
