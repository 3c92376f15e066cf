import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { runtimeInstances } from "@/db/schema/index";
import { insertEvents } from "@/db/queries/events";
import { mintOrgDb } from "@/db/scoped";
import type { EventDetail, EventKind } from "@/server/domain/notifications/event-kinds";
import { routeEvents } from "@/server/notifications/route-events";
import { createNotificationWorld } from "@/tests/support/notification-world";
import { startReceiver } from "@/tests/support/webhook-receiver";

type World = Awaited<ReturnType<typeof createNotificationWorld>>;

/** Instances of the group, by name. */
async function addInstances({ deps, ours, at }: World, names: string[], labels: Record<string, string> = {}): Promise<string[]> {
  const rows = names.map((hostname) => ({ id: randomUUID(), orgId: ours.orgId, groupId: at.groupId, hostname, labels, firstSeenAt: 1 }));
  await deps.db.write((tx) => tx.insert(runtimeInstances).values(rows));
  return rows.map(({ id }) => id);
}

const tell = ({ deps, ours, at, clock }: World, kind: EventKind, ids: string[], detail: EventDetail = {}) =>
  deps.db.write((tx) =>
    insertEvents(
      tx,
      mintOrgDb(deps.db, ours.orgId),
      ids.map((instanceId) => ({ kind, groupId: at.groupId, instanceId, detail, at: clock.now })),
    ),
  );

const lose = (world: World, ids: string[]) => tell(world, "offline", ids);

const dataOf = (body: string) => (JSON.parse(body) as { data: { text: string; count: number; events: unknown[] } }).data; // safe because webhookBody wrote it

it("500 instances that are lost within a minute are one message, with their number and the first ten names", async () => {
  await using world = await createNotificationWorld();
  await using receiver = await startReceiver();
  await world.addWebhook(receiver.url, ["offline"]);
  const ids = await addInstances(
    world,
    Array.from({ length: 500 }, (_, index) => `node-${index}`),
  );
  await lose(world, ids.slice(0, 200));
  await world.run(1000);
  await lose(world, ids.slice(200, 350));
  await world.run(20_000);
  await lose(world, ids.slice(350));
  await world.run(20_000);
  await world.run(20_000);
  expect(receiver.received).toEqual([]);
  await world.run(10_000);
  expect(receiver.received).toHaveLength(1);
  const { text, count, events } = dataOf(receiver.received[0]?.body ?? "");
  expect([text, count, events.length]).toEqual([
    "default: 500 instances are disconnected: node-0, node-1, node-2, node-3, node-4, node-5, node-6, node-7, node-8, node-9 and 490 more",
    500,
    100,
  ]);
});

it("where it does not end, a message goes after two minutes, and what comes later is in the next", async () => {
  await using world = await createNotificationWorld();
  await using receiver = await startReceiver();
  await world.addWebhook(receiver.url, ["offline"]);
  const ids = await addInstances(
    world,
    Array.from({ length: 20 }, (_, index) => `node-${index}`),
  );
  for (const id of ids) {
    await lose(world, [id]);
    await world.run(10_000);
  }
  for (let seconds = 0; seconds < 60; seconds += 10) await world.run(10_000);
  const counts = receiver.received.map(({ body }) => dataOf(body).count);
  expect(counts.length).toBe(2);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(20);
});

it("a rule tells of its kinds, its groups and those with its labels alone, the instance's before the group's", async () => {
  await using world = await createNotificationWorld();
  await using receiver = await startReceiver();
  const { caller, at, org } = world;
  await caller.runtimeGroups.update({
    ...at,
    name: "default",
    description: "",
    labels: { tier: "edge", zone: "x" },
    pollIntervalSeconds: 15,
    keptVersions: 100,
  });
  const { id: otherGroup } = await caller.runtimeGroups.create({ ...org, name: "other" });
  const [a, b] = [await addInstances(world, ["a-1"], { zone: "a" }), await addInstances(world, ["b-1"], { zone: "b" })];
  const names = ["kinds", "group", "other group", "label", "group's label", "no such label"];
  const rules: { kinds: EventKind[]; groupIds?: string[]; labels?: Record<string, string> }[] = [
    { kinds: ["stale"] },
    { kinds: ["offline"], groupIds: [at.groupId] },
    { kinds: ["offline"], groupIds: [otherGroup] },
    { kinds: ["offline"], labels: { zone: "b" } },
    { kinds: ["offline"], labels: { tier: "edge", zone: "a" } },
    { kinds: ["offline"], labels: { zone: "x" } },
  ];
  for (const [index, rule] of rules.entries()) {
    const { id } = await caller.notifications.createChannel({ ...org, name: names[index] ?? "", target: { kind: "webhook", url: receiver.url } });
    await caller.notifications.createRule({ ...org, channelId: id, ...rule });
  }
  await lose(world, [...a, ...b]);
  await world.run();
  expect(Object.fromEntries((await world.log()).map(({ channelName, text }) => [channelName, text]))).toEqual({
    group: "default: 2 instances are disconnected: a-1 and 1 more",
    label: "default: b-1 is disconnected",
    "group's label": "default: a-1 is disconnected",
  });
});

it("a disabled channel takes no new messages", async () => {
  await using world = await createNotificationWorld();
  await using receiver = await startReceiver();
  const { id } = await world.addWebhook(receiver.url, ["published"]);
  await world.caller.notifications.setEnabled({ ...world.org, channelId: id, isEnabled: false });
  await world.publish();
  await world.run();
  expect(await world.log()).toEqual([]);
});

it("an instance that comes and goes is one in a message, with how often", async () => {
  await using world = await createNotificationWorld();
  await using receiver = await startReceiver();
  await world.addWebhook(receiver.url, ["offline"]);
  const [one = "", other = ""] = await addInstances(world, ["node-1", "node-2"]);
  const lines = () => receiver.received.map(({ body }) => dataOf(body)).map(({ text, count, events }) => [text, count, events.length]);
  for (let times = 0; times < 3; times++) await lose(world, [one]);
  await world.run();
  await world.run(60_000);
  expect(lines()).toEqual([["default: node-1 is disconnected (3 times)", 3, 3]]);
  await lose(world, [one, other, one]);
  await world.run();
  await world.run(60_000);
  expect(lines()[1]).toEqual(["default: 2 instances are disconnected: node-1, node-2", 3, 3]);
  expect((await world.log()).map(({ text, count }) => [text, count])).toEqual([
    ["default: 2 instances are disconnected: node-1 and 1 more", 3],
    ["default: node-1 is disconnected (3 times)", 3],
  ]);
});

it("that an instance is well again comes after that it was lost, also where others were lost after it was back", async () => {
  await using world = await createNotificationWorld();
  await using receiver = await startReceiver();
  await world.addWebhook(receiver.url, ["offline", "recovered"]);
  const [first = "", ...others] = await addInstances(world, ["a", "b", "c"]);
  await lose(world, [first]);
  await world.run(10_000);
  await tell(world, "recovered", [first], { from: "offline" });
  for (const id of others) {
    await world.run(20_000);
    await lose(world, [id]);
  }
  for (let seconds = 0; seconds < 60; seconds += 10) await world.run(10_000);
  expect(receiver.received.map(({ body }) => dataOf(body).text)).toEqual([
    "default: 3 instances are disconnected: a, b, c",
    "default: a is well again: it was disconnected",
  ]);
});

it("nothing joins a message that is about to go, which may be under way already: it is in the next", async () => {
  await using world = await createNotificationWorld();
  await using receiver = await startReceiver();
  await world.addWebhook(receiver.url, ["offline"]);
  const [one = "", other = ""] = await addInstances(world, ["node-1", "node-2"]);
  await lose(world, [one]);
  await world.run();
  await lose(world, [other]);
  await world.run(29_000);
  await world.run(1000);
  await world.run(60_000);
  expect(receiver.received.map(({ body }) => dataOf(body).text)).toEqual(["default: node-1 is disconnected", "default: node-2 is disconnected"]);
});

it("what goes by itself joins no message, however far behind the clock of who routes it is", async () => {
  await using world = await createNotificationWorld();
  await using receiver = await startReceiver();
  await world.addWebhook(receiver.url, ["published"]);
  await receiver.stop();
  await world.publish();
  await world.run(60_000);
  await world.publish();
  await routeEvents(
    mintOrgDb(world.deps.db, world.ours.orgId),
    () => world.clock.now - 50_000,
    async () => undefined,
  );
  await receiver.start();
  await world.run(60_000);
  expect(receiver.received.map(({ body }) => dataOf(body).count)).toEqual([1, 1]);
});

it("once its rule leads to another channel, a message that still waits for more takes nothing besides", async () => {
  await using world = await createNotificationWorld();
  await using before = await startReceiver();
  await using after = await startReceiver();
  const first = await world.addWebhook(before.url, ["offline"]);
  const { id: channelId } = await world.addWebhook(after.url, ["drifted"]);
  const { caller, org } = world;
  const [one = "", other = ""] = await addInstances(world, ["node-1", "node-2"]);
  await lose(world, [one]);
  await world.run();
  const rule = (await caller.notifications.listRules(org)).find((each) => each.channelId === first.id);
  await caller.notifications.updateRule({ ...org, ruleId: rule?.id ?? "", channelId, kinds: ["offline"] });
  await lose(world, [other]);
  await world.run();
  await world.run(60_000);
  const texts = [before, after].map(({ received }) => received.map(({ body }) => dataOf(body).text));
  expect(texts).toEqual([["default: node-1 is disconnected"], ["default: node-2 is disconnected"]]);
});
