import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditEntries, channels } from "@/db/schema/index";
import { readEnv } from "@/server/env";
import { createMailer } from "@/server/mail";
import { startMailServer } from "@/tests/support/mail-server";
import { createNotificationWorld } from "@/tests/support/notification-world";
import { startReceiver } from "@/tests/support/webhook-receiver";

const SECRET_PATH = "T0-very-secret";

it("where a channel leads and what it is signed with are told once, and stand in no list, no entry of the activity, and in no column in clear", async () => {
  await using world = await createNotificationWorld();
  await using receiver = await startReceiver();
  const { caller, org, deps } = world;
  const { id, secret } = await world.addWebhook(`${receiver.url}/${SECRET_PATH}`, ["published"]);
  await caller.notifications.updateChannel({ ...org, channelId: id, name: "ops", target: { kind: "webhook", url: `${receiver.url}/${SECRET_PATH}-2` } });
  const { secret: next } = await caller.notifications.rotateSecret({ ...org, channelId: id });
  await caller.notifications.test({ ...org, channelId: id });
  await world.publish();
  await world.run();
  const texts = [
    await caller.notifications.listChannels(org),
    await world.log(),
    await deps.db.read.select().from(auditEntries),
    await deps.db.read.select().from(channels),
  ].map((each) => JSON.stringify(each));
  for (const hidden of [SECRET_PATH, secret, next]) expect(texts.filter((text) => text.includes(hidden))).toEqual([]);
  expect(texts[0]).toContain(new URL(receiver.url).host);
  expect(receiver.received.map(({ headers }) => typeof headers["webhook-signature"])).toEqual(["string", "string"]);
});

it("a test is sent at once, past the line, and tells what was answered", async () => {
  await using world = await createNotificationWorld();
  await using receiver = await startReceiver();
  Object.assign(receiver.manners, { status: 400, body: "invalid_payload" });
  const { id } = await world.addWebhook(receiver.url, ["published"]);
  expect(await world.caller.notifications.test({ ...world.org, channelId: id })).toMatchObject({
    ok: false,
    status: 400,
    fault: "It answered 400.",
    answer: "invalid_payload",
  });
});

it("an address that speaks as Slack does gets a text in which names have no meaning of their own, unsigned", async () => {
  await using world = await createNotificationWorld();
  await using receiver = await startReceiver();
  const { caller, org } = world;
  const { id, secret } = await caller.notifications.createChannel({ ...org, name: "chat", target: { kind: "slack", url: receiver.url } });
  await caller.notifications.createRule({ ...org, channelId: id, kinds: ["published"] });
  await caller.configVersions.publish({ ...world.at, source: "_format_version: '3.0'\nservices: [{ name: a, host: b.internal }]", message: "<!channel> & co" });
  await world.run();
  expect(secret).toBeNull();
  expect(receiver.received.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
    {
      text: `default: ours owner published v1: &lt;!channel&gt; &amp; co\n<http://localhost:3000/o/ours/runtime-groups/${world.at.groupId}|Open in Signalbox>`,
    },
  ]);
  expect(receiver.received[0]?.headers["webhook-signature"]).toBeUndefined();
});

it("mail goes to each address, where a mail server is set up", async () => {
  await using world = await createNotificationWorld();
  const { caller, org, mails } = world;
  const addresses = ["a@example.com", "b@example.com"];
  const { id } = await caller.notifications.createChannel({ ...org, name: "mail", target: { kind: "mail", addresses } });
  await caller.notifications.createRule({ ...org, channelId: id, kinds: ["published"] });
  await world.publish();
  await world.run();
  expect(mails.map(({ to, subject }) => [to, subject])).toEqual(addresses.map((to) => [to, "[ours] default: ours owner published v1: change 1"]));
});

it.each([
  ["http://hooks.example.com/", "The URL must begin with https://."],
  ["http://10.0.0.1/", "The URL must begin with https://."],
  ["https://user:password@hooks.example.com/", "Leave the name and password out of the URL; webhooks are signed."],
  ["hooks.example.com", "Give a URL like https://hooks.example.com/signalbox."],
])("%s is refused with its cure", async (url, words) => {
  await using world = await createNotificationWorld();
  await expect(world.caller.notifications.createChannel({ ...world.org, name: "x", target: { kind: "webhook", url } })).rejects.toThrow(words);
});

it("where networks of one's own are closed, a channel to loopback is not made by http, and by https is not called", async () => {
  await using world = await createNotificationWorld({ allowsPrivate: false });
  await using receiver = await startReceiver();
  await expect(world.addWebhook(receiver.url, ["published"])).rejects.toThrow("The URL must begin with https://.");
  const { id } = await world.addWebhook(receiver.url.replace("http:", "https:"), ["published"]);
  expect(await world.caller.notifications.test({ ...world.org, channelId: id })).toMatchObject({
    ok: false,
    status: null,
    fault: expect.stringContaining("private"),
  });
});

it("a channel's kind stays, its name is its own, and with it go its rules and messages", async () => {
  await using world = await createNotificationWorld();
  const { caller, org } = world;
  const { id } = await world.addWebhook("https://hooks.example.com/a", ["published"]);
  const other = await world.addWebhook("https://hooks.example.com/b", ["published"]);
  await expect(
    caller.notifications.updateChannel({ ...org, channelId: id, name: "x", target: { kind: "slack", url: "https://hooks.example.com" } }),
  ).rejects.toThrow("The kind of a channel stays");
  await expect(caller.notifications.updateChannel({ ...org, channelId: other.id, name: "hook 1" })).rejects.toThrow("exists already");
  await caller.notifications.deleteChannel({ ...org, channelId: id });
  expect((await caller.notifications.listRules(org)).map(({ channelId }) => channelId)).toEqual([other.id]);
});

it("a rule leads to a channel of its own org alone", async () => {
  await using world = await createNotificationWorld();
  const { id } = await world.addWebhook("https://hooks.example.com/a", ["published"]);
  const { createCaller } = await import("@/server/trpc/root");
  const theirs = createCaller(world.contextOf(world.theirs.user));
  await expect(theirs.notifications.createRule({ org: world.theirs.slug, channelId: id, kinds: ["offline"] })).rejects.toThrow("No such channel.");
});

it("an address that the mail server refuses keeps nobody else's mail back, gets nobody mail twice, and is told", async () => {
  await using world = await createNotificationWorld();
  const { caller, org, mails } = world;
  await using server = await startMailServer({ refuses: (address) => address === "gone@example.com" });
  const sendMail = createMailer(readEnv(server.settings));
  const { deps } = world;
  Object.assign(deps, { sendMail });
  const { id } = await caller.notifications.createChannel({
    ...org,
    name: "mail",
    target: { kind: "mail", addresses: ["a@example.com", "gone@example.com", "b@example.com"] },
  });
  await caller.notifications.createRule({ ...org, channelId: id, kinds: ["published"] });
  await world.publish();
  await world.run();
  await world.run(60_000);
  expect(mails).toEqual([]);
  expect(server.mails.map(({ to }) => to)).toEqual([["a@example.com"], ["b@example.com"]]);
  expect(await world.log()).toMatchObject([{ state: "delivered", attempts: 1, lastFault: "The mail server refused gone@example.com." }]);
});

it("where the mail server refuses all of a channel's addresses, the mail is tried again", async () => {
  await using world = await createNotificationWorld();
  await using server = await startMailServer({ refuses: () => true });
  Object.assign(world.deps, { sendMail: createMailer(readEnv(server.settings)) });
  const { caller, org } = world;
  const { id } = await caller.notifications.createChannel({ ...org, name: "mail", target: { kind: "mail", addresses: ["a@example.com"] } });
  await caller.notifications.createRule({ ...org, channelId: id, kinds: ["published"] });
  await world.publish();
  await world.run();
  expect(await world.log()).toMatchObject([{ state: "waiting", attempts: 1, lastFault: "The mail server refused a@example.com." }]);
});

it("a channel that cannot be sent to for a reason of ours is told as such and tried again later, as any other", async () => {
  await using world = await createNotificationWorld();
  await using receiver = await startReceiver();
  const { id } = await world.addWebhook(receiver.url, ["published"]);
  await world.deps.db.write((tx) => tx.update(channels).set({ target: "not sealed" }).where(eq(channels.id, id)));
  await world.publish();
  await world.run();
  await world.run();
  expect(await world.log()).toMatchObject([{ state: "waiting", attempts: 1, lastFault: "It could not be sent (Error)." }]);
});

it("that an earlier secret signs too is told while it does", async () => {
  await using world = await createNotificationWorld();
  const { id } = await world.addWebhook("https://hooks.example.com/a", ["published"]);
  const { oldSecretUntil } = await world.caller.notifications.rotateSecret({ ...world.org, channelId: id });
  const told = async () => (await world.caller.notifications.listChannels(world.org)).map((channel) => channel.oldSecretUntil);
  expect(await told()).toEqual([oldSecretUntil]);
  world.clock.now = oldSecretUntil;
  expect(await told()).toEqual([null]);
});

it("after a test that is taken what waits in a channel's line is tried at once, and not hours later", async () => {
  await using world = await createNotificationWorld();
  await using receiver = await startReceiver();
  const { id: channelId } = await world.addWebhook(receiver.url, ["published"]);
  receiver.manners.status = 500;
  await world.publish();
  for (let tries = 0; tries < 8; tries++) await world.run(4 * 3_600_000);
  await world.caller.notifications.test({ ...world.org, channelId });
  receiver.manners.status = 204;
  await world.run();
  expect(await world.log()).toMatchObject([{ state: "waiting" }]);
  await world.caller.notifications.test({ ...world.org, channelId });
  await world.run();
  expect(await world.log()).toMatchObject([{ state: "delivered" }]);
});

it("a rule is for groups of its own org, and for each kind once; one that was deleted meanwhile does not stop its change", async () => {
  await using world = await createNotificationWorld();
  const { caller, org, ours, theirs } = world;
  const { id: channelId } = await world.addWebhook("https://hooks.example.com/a", ["published"]);
  const make = (groupIds: string[]) => caller.notifications.createRule({ ...org, channelId, kinds: ["offline", "offline"], groupIds });
  await expect(make([ours.groupId, theirs.groupId])).rejects.toThrow("There is no such runtime group.");
  const { id: groupId } = await caller.runtimeGroups.create({ ...org, name: "other" });
  const { id: ruleId } = await make([ours.groupId, groupId]);
  const kindsNow = async () => (await caller.notifications.listRules(org)).find(({ id }) => id === ruleId)?.kinds;
  expect(await kindsNow()).toEqual(["offline"]);
  await caller.runtimeGroups.delete({ ...org, groupId, confirmName: "other" });
  await caller.notifications.updateRule({ ...org, ruleId, channelId, kinds: ["stale"], groupIds: [ours.groupId, groupId] });
  expect(await kindsNow()).toEqual(["stale"]);
});
