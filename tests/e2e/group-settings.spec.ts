import { randomBytes, randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Executor } from "@/db/client";
import { members, orgs, runtimeGroups, runtimeInstances } from "@/db/schema/index";
import { addPerson, arriveAs, type Console, look, startConsole } from "@/tests/support/console-world";

const NOW = Date.now();
const ORG = { id: randomUUID(), slug: "acme", name: "Acme", createdAt: NOW };
const EDGE = { id: randomUUID(), name: "edge", orgId: ORG.id, createdAt: NOW, updatedAt: NOW };
const OLD_GROUP_ID = randomUUID();
const SETTINGS = `/o/acme/runtime-groups/${EDGE.id}/settings`;

/** Ada owns the org and Vera views it. A group was deleted with 30 instances, of which one had been archived. */
async function arrange(tx: Executor, passwordHash: string): Promise<void> {
  const people = [
    [await addPerson(tx, "Ada Lovelace", passwordHash), "owner"],
    [await addPerson(tx, "Vera Viewer", passwordHash), "viewer"],
  ] as const;
  await tx.insert(orgs).values(ORG);
  for (const [{ id }, role] of people) await tx.insert(members).values({ orgId: ORG.id, userId: id, role, createdAt: NOW });
  await tx.insert(runtimeGroups).values(EDGE);
  await tx.insert(runtimeInstances).values(
    Array.from({ length: 30 }, (_, index) => ({
      id: randomUUID(),
      orgId: ORG.id,
      groupId: OLD_GROUP_ID,
      hostname: `old-${String(index).padStart(2, "0")}`,
      firstSeenAt: NOW - 1000,
      lastSeenAt: NOW - 1000,
      orphanedAt: NOW,
      archivedAt: index === 7 ? NOW - 500 : null,
    })),
  );
}

let console_: Console;
let ada: Page;
let other: Page;

beforeAll(async () => {
  console_ = await startConsole(arrange, { SIGNALBOX_DATA_KEY: randomBytes(32).toString("base64") });
  ada = await arriveAs(await console_.newPage(), "ada@example.com");
  other = await arriveAs(await console_.newPage(), "ada@example.com");
}, 600_000);

afterAll(() => console_?.stop());

const dialogButton = (page: Page, name: string) => page.getByRole("dialog").getByRole("button", { name, exact: true });
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const seen = (page: Page) => button(page, "I have seen it");

it("settings that somebody else saved meanwhile are shown before one's own are saved over them, and what was typed stays", async () => {
  await Promise.all([ada.goto(SETTINGS), other.goto(SETTINGS)]);
  await ada.getByLabel("Description").fill("At the edge");
  await other.getByLabel("Poll interval (seconds)").fill("30");
  await button(other, "Save").click();
  await other.getByText("Saved.").waitFor();
  await button(ada, "Save").click();
  await ada.getByText("Poll interval is now: 30 s").waitFor();
  await look(ada, "group-settings-changed-meanwhile");
  expect(await ada.getByLabel("Description").inputValue()).toBe("At the edge");
  await seen(ada).click();
  await button(ada, "Save").click();
  await ada.getByText("Saved.").waitFor();
  await ada.reload();
  expect(await ada.getByLabel("Description").inputValue()).toBe("At the edge");
  expect(await ada.getByLabel("Poll interval (seconds)").inputValue()).toBe("30");
});

it("a strategy that somebody else saved meanwhile is shown before one's own takes its place; settings that changed beside it are no matter", async () => {
  await Promise.all([ada.goto(SETTINGS), other.goto(SETTINGS)]);
  await ada.getByRole("radio", { name: /^Staged/ }).check();
  await other.getByRole("radio", { name: /^Staged/ }).check();
  await button(other, "Save strategy").click();
  await other.getByText("Saved.").waitFor();
  await button(ada, "Save strategy").click();
  await ada.getByText("Somebody else changed how publishes go out since you opened this page.").waitFor();
  await look(ada, "group-strategy-changed-meanwhile");
  await ada.getByRole("radio", { name: /^All at once/ }).check();
  await seen(ada).click();
  await button(ada, "Save strategy").click();
  await ada.getByText("Saved.").waitFor();
  await ada.getByLabel("Description").fill("Far out");
  await expect
    .poll(async () => {
      await button(ada, "Save").click();
      return ada.getByText("Saved.").count();
    })
    .toBeGreaterThan(1);
  await ada.reload();
  expect(await ada.getByRole("radio", { name: /^All at once/ }).isChecked()).toBe(true);
  expect(await ada.getByLabel("Description").inputValue()).toBe("Far out");
});

it("orphans are ten on the overview and all on a page of their own, where an Admin deletes the record of one, or of all of a group", async () => {
  await ada.goto("/o/acme");
  await ada.getByText("29 orphaned instances take no more config").waitFor();
  expect(await ada.getByRole("region", { name: "Orphaned instances" }).getByRole("row").count()).toBe(11);
  await look(ada, "overview-orphans");
  await ada.getByRole("link", { name: "All 29 orphaned instances" }).click();
  await ada.getByText("30 orphaned instances").waitFor();
  await ada.getByRole("region", { name: "Deleted groups" }).getByRole("link", { name: "What happened in it" }).waitFor();
  await look(ada, "orphaned-instances");
  const row = ada.getByRole("row").filter({ hasText: "old-07" });
  await row.getByRole("button", { name: "Delete" }).click();
  await dialogButton(ada, "Delete").click();
  await ada.getByText("The record of old-07 was deleted.").waitFor();
  await ada.getByText("29 orphaned instances").waitFor();

  const vera = await arriveAs(await console_.newPage(), "vera@example.com");
  await vera.goto("/o/acme/orphaned-instances");
  await vera.getByText("29 orphaned instances").waitFor();
  expect(await vera.getByRole("button", { name: /^Delete/ }).count()).toBe(0);

  await button(ada, "Delete all 29").click();
  await ada.getByRole("dialog").getByText("They go with their apply timelines").waitFor();
  await look(ada, "orphaned-instances-delete");
  await dialogButton(ada, "Delete all 29").click();
  await ada.getByText("No instance is orphaned").waitFor();
  await ada.goto("/o/acme");
  await ada.getByRole("heading", { name: "Overview" }).waitFor();
  expect(await ada.getByText("orphaned").count()).toBe(0);
});
