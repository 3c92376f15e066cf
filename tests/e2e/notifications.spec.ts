import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Executor } from "@/db/client";
import { members, openConditions, orgs, runtimeGroups, runtimeInstances } from "@/db/schema/index";
import { addPerson, type Console, draft, look, publishDraft, signIn, startConsole } from "@/tests/support/console-world";
import { startReceiver } from "@/tests/support/webhook-receiver";

const ORG = { id: randomUUID(), slug: "acme", name: "Acme", createdAt: Date.now() };
const GROUP = { id: randomUUID(), name: "edge", orgId: ORG.id, createdAt: Date.now(), updatedAt: Date.now() };
const PAGE = "/o/acme/settings/notifications";
const HOUR_MS = 3_600_000;

/** Ada owns Acme; of its group five instances have been silent for an hour, as was noted then, and one is not ready. */
async function arrange(tx: Executor, passwordHash: string): Promise<void> {
  const ada = await addPerson(tx, "Ada Lovelace", passwordHash);
  const viewer = await addPerson(tx, "Vera Viewer", passwordHash);
  await tx.insert(orgs).values(ORG);
  await tx.insert(members).values([
    { orgId: ORG.id, userId: ada.id, role: "owner", createdAt: ORG.createdAt },
    { orgId: ORG.id, userId: viewer.id, role: "viewer", createdAt: ORG.createdAt },
  ]);
  await tx.insert(runtimeGroups).values({ ...GROUP, pollIntervalSeconds: 60 });
  const instance = (hostname: string, silentMs: number) => ({
    id: randomUUID(),
    orgId: ORG.id,
    groupId: GROUP.id,
    credentialHash: randomUUID(),
    hostname,
    firstSeenAt: Date.now() - HOUR_MS,
    lastSeenAt: Date.now() - silentMs,
  });
  // Its last sign of life is to come, so that it stays connected while the test runs.
  const unready = { ...instance("edge-6", -HOUR_MS), isReady: false };
  const silent = ["edge-1", "edge-2", "edge-3", "edge-4", "edge-5"].map((name) => instance(name, HOUR_MS));
  await tx.insert(runtimeInstances).values([...silent, unready]);
  const about = { orgId: ORG.id, groupId: GROUP.id, kind: "offline", mark: "", detail: {}, openedAt: Date.now() } as const;
  await tx.insert(openConditions).values(silent.map(({ id: subjectId }) => ({ ...about, subjectId })));
}

let console_: Console;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let ada: Page;

const dialog = (page: Page) => page.getByRole("dialog");

beforeAll(async () => {
  receiver = await startReceiver();
  console_ = await startConsole(arrange, { SIGNALBOX_ALLOW_PRIVATE_TARGETS: "true" });
  ada = await console_.newPage();
  await ada.goto("/");
  await signIn(ada, "ada@example.com");
  await ada.getByRole("heading", { name: "Overview" }).waitFor();
});

afterAll(async () => {
  await console_?.stop();
  await receiver?.[Symbol.asyncDispose]();
});

it("what needs attention is on the overview and on the group's page, many of one kind as one line, and leads to those instances", async () => {
  await ada.goto("/o/acme");
  await ada.getByRole("link", { name: "edge: 5 instances are disconnected" }).waitFor();
  await ada.getByRole("link", { name: "edge: edge-6 is not ready to take traffic" }).waitFor();
  await look(ada, "attention-overview");
  await ada.goto(`/o/acme/runtime-groups/${GROUP.id}`);
  await ada.getByRole("link", { name: "edge-6 is not ready to take traffic", exact: true }).waitFor();
  await look(ada, "attention-group");
  await ada.getByRole("link", { name: "5 instances are disconnected" }).click();
  await ada
    .getByRole("cell", { name: "edge-1" })
    .or(ada.getByText("edge-1", { exact: true }))
    .first()
    .waitFor();
  expect(await ada.getByText("edge-6", { exact: true }).count()).toBe(0);
});

it("an Admin adds a webhook, whose secret is shown once, tries it out and sees what it answers, and gives it a rule", async () => {
  await ada.goto(PAGE);
  await ada.getByText("Nobody is told yet").waitFor();
  await look(ada, "notifications-empty");
  await ada.getByRole("button", { name: "New channel" }).click();
  await dialog(ada).getByLabel("Name").fill("on-call");
  await dialog(ada).getByLabel("URL").fill("http://hooks.example.com/x");
  await dialog(ada).getByRole("button", { name: "Add channel" }).click();
  await dialog(ada).getByText("The URL must begin with https://.").waitFor();
  await look(ada, "notifications-refused");
  expect(await dialog(ada).getByLabel("Name").inputValue()).toBe("on-call");
  await dialog(ada).getByLabel("URL").fill(receiver.url);
  await dialog(ada).getByRole("button", { name: "Add channel" }).click();
  await dialog(ada).getByText("Copy it now").waitFor();
  await look(ada, "notifications-secret");
  const secret = await dialog(ada).locator("pre").innerText();
  await dialog(ada).getByRole("button", { name: "I have copied it" }).click();

  Object.assign(receiver.manners, { status: 500, body: "no such tenant" });
  await ada.getByRole("button", { name: "Send a test to on-call" }).click();
  await ada.getByText("no such tenant").waitFor();
  Object.assign(receiver.manners, { status: 200, body: "thanks" });
  await ada.getByRole("button", { name: "Send a test to on-call" }).click();
  await ada.getByText("It was taken with status 200").waitFor();
  await look(ada, "notifications-tested");

  await ada.getByRole("button", { name: "New rule" }).click();
  await dialog(ada).getByLabel("A config version was published").check();
  await look(ada, "notifications-rule");
  await dialog(ada).getByRole("button", { name: "Add rule" }).click();
  await ada.getByRole("region", { name: "Rules" }).getByText("A config version was published").waitFor();

  await ada.goto(`/o/acme/runtime-groups/${GROUP.id}`);
  await draft(ada, "_format_version: '3.0'\nservices:\n- name: echo\n  host: echo.internal\n");
  await publishDraft(ada, "First");
  const published = () => receiver.received.find(({ body }) => body.includes('"type":"published"'));
  await expect.poll(() => published()?.status).toBe(200);
  const { headers, body } = published() ?? { headers: {}, body: "" };
  const told = new Webhook(secret).verify(body, Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])));
  expect(told).toMatchObject({ type: "published", data: { text: "edge: Ada Lovelace published v1: First" } });
});

it("a receiver that fails is told as such, with the next try, and a message is sent again where one asks", async () => {
  Object.assign(receiver.manners, { status: 503, body: "" });
  await ada.goto(`/o/acme/runtime-groups/${GROUP.id}`);
  await draft(ada, "_format_version: '3.0'\nservices:\n- name: echo\n  host: other.internal\n");
  await publishDraft(ada, "Second");
  await expect.poll(() => receiver.received.filter(({ body }) => body.includes("published v2")).length).toBeGreaterThan(0);
  await ada.goto(PAGE);
  await ada.getByText("Its messages do not get through.").waitFor();
  await ada.getByText("To be tried again").first().waitFor();
  await look(ada, "notifications-failing");
  Object.assign(receiver.manners, { status: 204 });
  await expect.poll(() => receiver.received.filter(({ body, status }) => body.includes("published v2") && status === 204).length).toBe(1);
  await ada.goto(PAGE);
  const sent = ada.getByRole("row").filter({ hasText: "published v2" });
  await sent.getByText("Delivered").waitFor();
  await look(ada, "notifications-sent");
  await sent.getByRole("button", { name: "Resend" }).click();
  await dialog(ada).getByRole("button", { name: "Resend" }).click();
  await expect.poll(() => receiver.received.filter(({ body, status }) => body.includes("published v2") && status === 204).length).toBe(2);
});

it("a Viewer sees what needs attention, and no channels", async () => {
  const vera = await console_.newPage();
  await vera.goto("/o/acme");
  await signIn(vera, "vera@example.com");
  await vera.getByRole("link", { name: "edge: 5 instances are disconnected" }).waitFor();
  await vera.goto("/o/acme/settings");
  expect(await vera.getByRole("link", { name: "Notifications" }).count()).toBe(0);
  await vera.goto(PAGE);
  await vera.getByText("This needs the role Admin").waitFor();
});
