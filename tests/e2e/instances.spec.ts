import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Executor } from "@/db/client";
import { applyRecords, members, orgs, runtimeGroups, runtimeInstances } from "@/db/schema/index";
import { addPerson, type Console, look, publish, signIn, startConsole } from "@/tests/support/console-world";

const NOW = Date.now();
const ORG = { id: randomUUID(), slug: "acme", name: "Acme", createdAt: NOW };
const GROUP = { id: randomUUID(), name: "edge", orgId: ORG.id, createdAt: NOW, updatedAt: NOW };
const COUNT = 60;
const pathTo = (rest = "") => `/o/acme/runtime-groups/${GROUP.id}${rest}`;
const nameOf = (index: number) => `gateway-${String(index).padStart(2, "0")}`;
const documentFor = (host: string) => `_format_version: '3.0'\nservices:\n- name: echo\n  host: ${host}.internal\n`;

/** Ada owns Acme; Vera sees it. Its group edge has 60 instances, of which the first has a timeline. */
async function arrange(tx: Executor, passwordHash: string): Promise<void> {
  const [ada, vera] = [await addPerson(tx, "Ada Lovelace", passwordHash), await addPerson(tx, "Vera Rubin", passwordHash)];
  await tx.insert(orgs).values(ORG);
  await tx.insert(members).values({ orgId: ORG.id, userId: ada.id, role: "owner", createdAt: NOW });
  await tx.insert(members).values({ orgId: ORG.id, userId: vera.id, role: "viewer", createdAt: NOW });
  await tx.insert(runtimeGroups).values(GROUP);
  const instances = Array.from({ length: COUNT }, (_, index) => ({
    id: randomUUID(),
    orgId: ORG.id,
    groupId: GROUP.id,
    hostname: nameOf(index),
    labels: { zone: index % 2 === 0 ? "a" : "b" },
    gatewayVersion: "3.9.1",
    credentialHash: randomUUID(),
    credentialIssuedAt: NOW - 90 * 86_400_000,
    firstSeenAt: NOW - 90 * 86_400_000,
    lastSeenAt: NOW,
  }));
  await tx.insert(runtimeInstances).values(instances);
  const record = { orgId: ORG.id, instanceId: instances[0]?.id ?? "", etag: '"sha256-x"', versionNumber: 1 };
  await tx.insert(applyRecords).values([
    { ...record, id: randomUUID(), kind: "offered", at: NOW - 2000 },
    { ...record, id: randomUUID(), kind: "applied", kongStatus: 201, at: NOW - 1000, fetchMs: 120, verifyMs: 10, applyMs: 240 },
  ]);
}

let console_: Console;
let ada: Page;

const dialog = (page: Page) => page.getByRole("dialog");
const box = (page: Page, host: string) => page.getByRole("checkbox", { name: `Select ${host}`, exact: true });
const told = (page: Page, text: string) => page.getByText(text).first().waitFor();

/** Chooses an act in the menu of what is selected, or of the instance whose page is open. */
async function choose(page: Page, act: string): Promise<void> {
  await page.getByRole("button", { name: /^Actions of/ }).click();
  await page.getByRole("menuitem", { name: act }).click();
  await dialog(page).waitFor();
}
const confirm = (page: Page, act: string) => dialog(page).getByRole("button", { name: act, exact: true }).click();

beforeAll(async () => {
  console_ = await startConsole(arrange);
  ada = await console_.newPage();
  await ada.goto("/");
  await signIn(ada, "ada@example.com");
  await ada.getByRole("heading", { name: "Overview" }).waitFor();
  await ada.goto(pathTo());
  await publish(ada, documentFor("a"), "first");
  await publish(ada, documentFor("b"), "second");
});

afterAll(() => console_?.stop());

it("an instance is pinned with a reason, paused, resumed and unpinned from its page, and a wrong version is refused where it was typed", async () => {
  await ada.goto(pathTo("/instances"));
  await ada.getByRole("link", { name: nameOf(0) }).click();
  await told(ada, "fetched 120 ms → verified 10 ms → applied 240 ms, 1.0 s since the offer, Kong answered 201");
  await choose(ada, "Pin to a config version");
  await dialog(ada).getByLabel("Config version").fill("9");
  await dialog(ada).getByLabel("Why (optional)").fill("its plugin is old");
  await confirm(ada, "Pin to a config version");
  await dialog(ada).getByText("This group has no config version v9.").waitFor();
  await look(ada, "instance-pin");
  await dialog(ada).getByLabel("Config version").fill("1");
  await confirm(ada, "Pin to a config version");
  await told(ada, "1 instance pinned.");
  await told(ada, "whatever is published: its plugin is old");
  await choose(ada, "Pause updates");
  await confirm(ada, "Pause updates");
  await told(ada, "Updates are paused at");
  await choose(ada, "Rotate credential");
  await confirm(ada, "Rotate credential");
  await told(ada, "a new one was asked for");
  await choose(ada, "Sync now");
  await confirm(ada, "Sync now");
  await told(ada, "Asked to sync");
  await look(ada, "instance-held");
  await choose(ada, "Unpin");
  await confirm(ada, "Unpin");
  await choose(ada, "Resume updates");
  await confirm(ada, "Resume updates");
  await ada.getByText("Updates are paused at").waitFor({ state: "detached" });
  expect(await ada.getByText("Pinned to").count()).toBe(0);
});

it("by keyboard the focus goes from the menu of actions into the dialog, and back to the button that opened it", async () => {
  await ada.goto(pathTo("/instances"));
  await ada.getByRole("link", { name: nameOf(0) }).click();
  const button = ada.getByRole("button", { name: /^Actions of/ });
  await button.focus();
  await ada.keyboard.press("Enter");
  await ada.getByRole("menuitem", { name: "Sync now" }).waitFor();
  await ada.keyboard.press("Enter");
  await dialog(ada).getByRole("button", { name: "Close" }).waitFor();
  await expect.poll(() => dialog(ada).evaluate((element) => element.contains(document.activeElement))).toBe(true);
  await ada.keyboard.press("Escape");
  await dialog(ada).waitFor({ state: "detached" });
  await expect.poll(() => button.evaluate((element) => element === document.activeElement)).toBe(true);
});

it("chosen rows stay chosen while the page renews itself, and are labelled with one entry in the activity", async () => {
  await ada.goto(pathTo("/instances"));
  await box(ada, nameOf(1)).check();
  await box(ada, nameOf(2)).check();
  await told(ada, "2 instances selected");
  await look(ada, "instances-selected");
  await choose(ada, "Change labels");
  await dialog(ada).getByLabel("Set").fill("stage");
  await confirm(ada, "Change labels");
  await dialog(ada).getByText('"stage" is no label').waitFor();
  await dialog(ada).getByLabel("Set").fill("stage=canary");
  await look(ada, "instances-labels");
  await confirm(ada, "Change labels");
  await told(ada, "2 instances labelled.");
  await ada.getByText("stage=canary").nth(1).waitFor();
  await ada.goto(`/o/acme/activity`);
  await told(ada, "changed the labels of");
  await told(ada, "2 instances");
});

it("all that a search finds are paused at once, beyond the page, and some are archived and found under Archived", async () => {
  await ada.goto(pathTo("/instances"));
  await ada.getByRole("checkbox", { name: "Select all on this page" }).check();
  await told(ada, "50 instances selected");
  await ada.getByRole("button", { name: `Select all ${COUNT} that this search finds` }).click();
  await told(ada, `${COUNT} instances selected: all that this search finds`);
  await choose(ada, "Pause updates");
  await confirm(ada, "Pause updates");
  await told(ada, `${COUNT} instances paused.`);
  expect(await box(ada, nameOf(0)).isChecked()).toBe(false);
  await box(ada, nameOf(4)).check();
  await choose(ada, "Archive");
  await look(ada, "instances-archive");
  await confirm(ada, "Archive");
  await told(ada, "1 instance archived.");
  await box(ada, nameOf(4)).waitFor({ state: "detached" });
  await ada.getByRole("link", { name: "Archived instances" }).click();
  await ada.getByRole("link", { name: nameOf(4) }).waitFor();
  await look(ada, "instances-archived");
  await ada.getByRole("link", { name: nameOf(4) }).click();
  await told(ada, "it is refused (403) until it enrolls again");
  expect(await ada.getByRole("button", { name: /^Actions of/ }).count()).toBe(0);
  await look(ada, "instance-archived");
  await ada.goBack();
  const row = ada.getByRole("row").filter({ hasText: nameOf(4) });
  await row.getByRole("button", { name: "Delete" }).click();
  await dialog(ada).getByText("It goes with its apply timeline").waitFor();
  await look(ada, "instance-archived-delete");
  await confirm(ada, "Delete");
  await told(ada, `The record of ${nameOf(4)} was deleted.`);
  await told(ada, "Nothing is archived");
});

it("who chose all that a search finds has chosen nothing of another search", async () => {
  await ada.goto(pathTo("/instances"));
  await ada.getByRole("checkbox", { name: "Select all on this page" }).check();
  await ada.getByRole("button", { name: /^Select all \d+ that this search finds$/ }).click();
  await told(ada, "selected: all that this search finds");
  await ada.getByLabel("Search by host, ID, label or state").fill(nameOf(1));
  await box(ada, nameOf(2)).waitFor({ state: "detached" });
  expect(await ada.getByText("selected").count()).toBe(0);
  expect(await ada.getByRole("button", { name: /^Actions of/ }).count()).toBe(0);
});

it("a pin by label is made and deleted in the settings, where drift and archiving are set too", async () => {
  await ada.goto(pathTo("/settings"));
  await ada.getByLabel("When a node's config is changed by hand").selectOption("report");
  await ada.getByLabel("Archive after (days of silence)").fill("30");
  await ada.locator("form").filter({ hasText: "Group name" }).getByRole("button", { name: "Save", exact: true }).click();
  await told(ada, "Saved.");
  await ada.reload();
  expect(await ada.getByLabel("Archive after (days of silence)").inputValue()).toBe("30");
  expect(await ada.getByLabel("When a node's config is changed by hand").inputValue()).toBe("report");
  await ada.getByRole("button", { name: "Pin by label" }).click();
  await dialog(ada).getByLabel("Labels").fill("zone=b");
  await dialog(ada).getByLabel("Config version").fill("1");
  await look(ada, "settings-pin-by-label");
  await dialog(ada).getByRole("button", { name: "Pin", exact: true }).click();
  const row = ada.getByRole("row").filter({ hasText: "zone=b" });
  await row.getByText(String(COUNT / 2)).waitFor();
  await look(ada, "settings-pins");
  await row.getByRole("button", { name: "Unpin" }).click();
  await confirm(ada, "Unpin");
  await told(ada, "No pin by label");
});

it("who only sees the group is offered none of it", async () => {
  const vera = await console_.newPage();
  await vera.goto("/");
  await signIn(vera, "vera@example.com");
  await vera.getByRole("heading", { name: "Overview" }).waitFor();
  await vera.goto(pathTo("/instances"));
  await vera.getByRole("link", { name: nameOf(0) }).waitFor();
  expect(await vera.getByRole("checkbox").count()).toBe(0);
  await vera.getByRole("link", { name: nameOf(0) }).click();
  await told(vera, "Identity");
  expect(await vera.getByRole("button", { name: /^Actions of/ }).count()).toBe(0);
});
