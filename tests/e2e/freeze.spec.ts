import { randomBytes, randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Executor } from "@/db/client";
import { members, orgs, runtimeGroups, signingKeys } from "@/db/schema/index";
import { createKeyRing } from "@/server/at-rest/seal";
import { createSigningKey } from "@/server/auth/signing";
import { cronIn, freezeNow } from "@/tests/support/console-freeze";
import { addPerson, arriveAs, type Console, draft, look, publish, startConsole } from "@/tests/support/console-world";

const DATA_KEY = randomBytes(32);
const ORG = { id: randomUUID(), slug: "acme", name: "Acme", createdAt: Date.now() };
const EDGE = { id: randomUUID(), name: "edge", orgId: ORG.id, createdAt: Date.now(), updatedAt: Date.now() };
const GROUP = `/o/acme/runtime-groups/${EDGE.id}`;
const documentOn = (host: string): string => `_format_version: "3.0"\nservices:\n- name: orders\n  host: ${host}\n`;

/** Ada owns the org, Bob edits. */
async function arrange(tx: Executor, passwordHash: string): Promise<void> {
  await tx.insert(orgs).values(ORG);
  const [ada_, bob_] = [await addPerson(tx, "Ada Lovelace", passwordHash), await addPerson(tx, "Bob Editor", passwordHash)];
  await tx.insert(members).values([
    { orgId: ORG.id, userId: ada_.id, role: "owner", createdAt: ORG.createdAt },
    { orgId: ORG.id, userId: bob_.id, role: "editor", createdAt: ORG.createdAt },
  ]);
  await tx.insert(runtimeGroups).values(EDGE);
  await tx.insert(signingKeys).values({ ...createSigningKey(createKeyRing(DATA_KEY), ORG.id), orgId: ORG.id, createdAt: ORG.createdAt });
}

let console_: Console;
let ada: Page;
let bob: Page;

/** A person's page, in a browser that stands in New York. */
async function pageOf(email: string): Promise<Page> {
  const page = await console_.newPage();
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setTimezoneOverride", { timezoneId: "America/New_York" });
  return arriveAs(page, email);
}

beforeAll(async () => {
  console_ = await startConsole(arrange, { SIGNALBOX_DATA_KEY: DATA_KEY.toString("base64") });
  ada = await pageOf("ada@example.com");
  bob = await pageOf("bob@example.com");
}, 240_000);

afterAll(async () => {
  await console_?.stop();
});

it("a window is made from an example, with its next times shown as it is typed, and a wrong one is told where it is wrong", async () => {
  await ada.goto("/o/acme/settings");
  await ada.getByRole("link", { name: "Freeze windows" }).click();
  await ada.getByText("No freeze window yet").waitFor();
  await look(ada, "freeze-windows-none");
  await ada.getByRole("button", { name: "New freeze window" }).click();
  const dialog = ada.getByRole("dialog");
  const preview = dialog.getByRole("region", { name: "Preview" });
  await dialog.getByRole("button", { name: "Weekend" }).click();
  await dialog.getByLabel("Time zone").fill("Europe/Berlin");
  expect(await preview.getByRole("listitem").allTextContents()).toHaveLength(5);
  const lines = await preview.getByRole("listitem").allTextContents();
  for (const line of lines) expect(line).toMatch(/^Fri \d{4}-\d\d-\d\d 18:00 until Mon \d{4}-\d\d-\d\d 0[789]:00$/);
  await look(ada, "freeze-window-form");
  await dialog.getByLabel("Begins (cron)").fill("0 0 30 2 *");
  await preview.getByText(/never begins: choose a day that the month has/).waitFor();
  await dialog.getByRole("button", { name: "Make freeze window" }).click();
  await dialog
    .getByRole("alert")
    .getByText(/never begins/)
    .waitFor();
  expect(await dialog.getByLabel("Begins (cron)").evaluate((field) => field === document.activeElement)).toBe(true);
  await look(ada, "freeze-window-refused");
  await dialog.getByLabel("Begins (cron)").fill("0 18 * * FRI");
  await dialog.getByRole("button", { name: "Make freeze window" }).click();
  const row = ada.getByRole("row", { name: /Weekend/ });
  await row.getByText("2 d 14 h").waitFor();
  await row.getByText(/Europe\/Berlin \(\w{3} \d{4}-\d\d-\d\d \d\d:00 your time\)/).waitFor();
  await look(ada, "freeze-windows");
  // What follows is the same on any day of the week.
  await row.getByRole("button", { name: "Change" }).click();
  await dialog.getByLabel("Begins (cron)").fill(cronIn(180));
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "hidden" });
  await row.getByText(cronIn(180)).waitFor();
});

it("a group's frozen pages say until when and by what; who may not override does not publish, and is told who does", async () => {
  await bob.goto(GROUP);
  await publish(bob, documentOn("orders.internal"), "First");
  await draft(bob, documentOn("orders.example.com"));
  await ada.goto(`${GROUP}/settings`);
  await freezeNow(ada, "Audit");
  await ada.getByText(/^Frozen until .* by “Audit”\.$/).waitFor();
  await ada
    .getByRole("row", { name: /Weekend/ })
    .getByRole("link", { name: "the organization" })
    .waitFor();
  await look(ada, "freeze-group-settings");
  await ada.goto(GROUP);
  await ada.getByText(/^Frozen until \w{3} \d{4}-\d\d-\d\d \d\d:00 UTC \(.* your time\) by “Audit”\.$/).waitFor();
  await look(ada, "freeze-group-overview");
  await bob.goto(`${GROUP}/configuration/review`);
  await bob.getByText("Your role does not override it; an Admin can.").waitFor();
  await bob.getByLabel("Message").fill("Second");
  expect(await bob.getByRole("button", { name: "Publish", exact: true }).isDisabled()).toBe(true);
  await look(bob, "freeze-review-editor");
});

it("an Admin publishes in spite of the freeze with a reason, which stands in the activity", async () => {
  await ada.goto(`${GROUP}/configuration/review`);
  const button = ada.getByRole("button", { name: "Publish in spite of the freeze" });
  await ada.getByLabel("Message").fill("Second");
  expect(await button.isDisabled()).toBe(true);
  await ada.getByLabel("Why it cannot wait").fill("A leak is being closed.");
  await look(ada, "freeze-review-admin");
  await button.click();
  await ada.waitForURL(/\/versions\/2$/);
  await ada.goto("/o/acme/activity");
  await ada.getByText("overrode the freeze window").waitFor();
});

it("a roll back tells the freeze before it is made, and asks for the reason", async () => {
  await ada.goto(`${GROUP}/versions/1`);
  await ada.getByRole("button", { name: "Roll back to this" }).click();
  const dialog = ada.getByRole("dialog");
  await dialog.getByText(/^Frozen until .* by “Audit”\.$/).waitFor();
  const button = dialog.getByRole("button", { name: /^Roll back/ });
  expect(await button.isDisabled()).toBe(true);
  await dialog.getByLabel("Why it cannot wait").fill("It was the wrong host.");
  await look(ada, "freeze-roll-back");
  await button.click();
  await ada.waitForURL(/\/versions\/3$/);
});

it("a deleted window freezes nothing any more, on pages that are open too", async () => {
  await bob.goto(GROUP);
  const banner = bob.getByText(/^Frozen until/);
  await banner.waitFor();
  await ada.goto(`${GROUP}/settings`);
  await ada.getByRole("row", { name: /Audit/ }).getByRole("button", { name: "Delete" }).click();
  await ada.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await ada.getByText("Not frozen now.").waitFor();
  await banner.waitFor({ state: "hidden" });
});
