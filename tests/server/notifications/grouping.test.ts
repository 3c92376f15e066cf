import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { runtimeInstances } from "@/db/schema/index";
import { insertEvents } from "@/db/queries/events";
import { mintOrgDb } from "@/db/scoped";
import type { EventDetail, EventKind } from "@/server/domain/notifications/event-kinds";
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

it("an instance that fell ill several times in one message is one, told as it was at last", async () => {
  await using world = await createNotificationWorld();
  await using receiver = await startReceiver();
  await world.addWebhook(receiver.url, ["rejected"]);
  const ids = await addInstances(world, ["a", "b"]);
  await tell(world, "rejected", ids.slice(0, 1), { version: 4 });
  await tell(world, "rejected", ids.slice(0, 1), { version: 5 });
  await world.run(1000);
  await world.run(30_000);
  await tell(world, "rejected", [...ids, ...ids], { version: 6 });
  await world.run(1000);
  await world.run(30_000);
  const texts = ["default: a rejected v5", "default: 2 instances rejected a config version: a, b"];
  expect(receiver.received.map(({ body }) => dataOf(body)).map(({ text, count }) => [text, count])).toEqual([
    [texts[0], 2],
    [texts[1], 4],
  ]);
  expect((await world.log()).map(({ text, count }) => [text, count])).toEqual([
    ["default: 2 instances rejected a config version: a and 1 more", 4],
    [texts[0], 2],
  ]);
});
