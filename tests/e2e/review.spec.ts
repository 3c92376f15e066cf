import { randomBytes, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Executor } from "@/db/client";
import { members, orgs, runtimeGroups, signingKeys } from "@/db/schema/index";
import { createKeyRing } from "@/server/at-rest/seal";
import { createSigningKey } from "@/server/auth/signing";
import { enrollAgent } from "@/tests/support/console-agent";
import { addPerson, arriveAs, type Console, draft, look, publish, publishDraft, startConsole } from "@/tests/support/console-world";
import { type KongEmulator, startKongEmulator } from "@/tests/support/kong-emulator";

const DATA_KEY = randomBytes(32);
const ORG = { id: randomUUID(), slug: "acme", name: "Acme", createdAt: Date.now() };
const groupOf = (name: string) => ({ id: randomUUID(), name, orgId: ORG.id, createdAt: Date.now(), updatedAt: Date.now() });
const [EDGE, SHARED, IMPORTED, GUARDED] = [groupOf("edge"), groupOf("shared"), groupOf("imported"), groupOf("guarded")];
const pathOf = (group: { id: string }) => `/o/acme/runtime-groups/${group.id}`;

const SERVICES = `_format_version: "3.0"
services:
- name: orders
  host: orders.internal
  routes:
  - name: orders
    paths: [/orders]
- name: billing
  host: billing.internal
consumers:
- username: alice
  keyauth_credentials:
  - key: the-key-of-alice
`;
const DECK = `_format_version: "3.0"
_konnect:
  control_plane_name: elsewhere
services:
- name: orders
  url: http://orders.example.com:8080/v1
  routes:
  - name: orders
    paths: [/orders]
- name: returns
  host: returns.internal
`;

/** Ada owns the org, Bob edits, Vera views. */
async function arrange(tx: Executor, passwordHash: string): Promise<void> {
  const people = [
    [await addPerson(tx, "Ada Lovelace", passwordHash), "owner"],
    [await addPerson(tx, "Bob Editor", passwordHash), "editor"],
    [await addPerson(tx, "Vera Viewer", passwordHash), "viewer"],
  ] as const;
  await tx.insert(orgs).values(ORG);
  for (const [{ id }, role] of people) await tx.insert(members).values({ orgId: ORG.id, userId: id, role, createdAt: ORG.createdAt });
  await tx.insert(runtimeGroups).values([EDGE, SHARED, IMPORTED, GUARDED]);
  await tx.insert(signingKeys).values({ ...createSigningKey(createKeyRing(DATA_KEY), ORG.id), orgId: ORG.id, createdAt: ORG.createdAt });
}

let console_: Console;
let kong: KongEmulator;
let ada: Page;
let bob: Page;

const pageOf = async (email: string): Promise<Page> => arriveAs(await console_.newPage(), email);

beforeAll(async () => {
  kong = await startKongEmulator();
  console_ = await startConsole(arrange, { SIGNALBOX_DATA_KEY: DATA_KEY.toString("base64") });
  ada = await pageOf("ada@example.com");
  bob = await pageOf("bob@example.com");
}, 240_000);

afterAll(async () => {
  await console_?.stop();
  await kong?.close();
});

const servedHost = (name: string) => {
  const services = kong.config?.services;
  return Array.isArray(services) ? services.find((service: { name?: string }) => service.name === name)?.host : undefined;
};
const openAll = (page: Page) => page.locator("details").evaluateAll((all) => all.forEach((each) => each.setAttribute("open", "")));

it("a draft is reviewed, published and run; one field is changed; a roll back brings the old content back as a new version", { timeout: 600_000 }, async () => {
  const group = pathOf(EDGE);
  await enrollAgent(console_, ada, kong, group);
  await ada.goto(`${group}/configuration/review`);
  await ada.getByText("Nothing to publish").waitFor();
  await look(ada, "review-empty");
  await draft(ada, SERVICES);
  await ada.goto(group);
  await ada.getByText(/changes not published/).waitFor();
  await look(ada, "overview-unpublished");
  await ada.getByRole("link", { name: "Review" }).click();
  await ada.getByRole("heading", { name: "Review and publish" }).waitFor();
  await ada.getByText("No fault found").waitFor();
  await openAll(ada);
  expect(await ada.content()).not.toContain("the-key-of-alice");
  await look(ada, "review-first");
  await publishDraft(ada, "First services");
  await ada.getByText("1 of 1 instances").waitFor({ timeout: 90_000 });
  expect(servedHost("orders")).toBe("orders.internal");
  await look(ada, "version");
  expect(await ada.content()).not.toContain("the-key-of-alice");

  await publish(ada, SERVICES.replace("host: orders.internal", "host: orders.example.com"), "Orders move");
  await expect.poll(() => servedHost("orders"), { timeout: 90_000 }).toBe("orders.example.com");
  await ada.goto(`${group}/versions`);
  await ada.getByRole("button", { name: "Compare the chosen two" }).click();
  await ada.getByRole("heading", { name: /v1 → v2/ }).waitFor();
  await openAll(ada);
  await ada.getByText("orders.example.com").first().waitFor();
  await look(ada, "compare");
  await ada.getByRole("tab", { name: "YAML" }).click();
  await ada.locator(".cm-changedText").first().waitFor();
  await look(ada, "compare-yaml");
  await ada.goto(`${group}/versions`);
  await look(ada, "versions-list");
  await ada.getByRole("button", { name: "Roll back to this" }).click();
  await ada.getByRole("dialog").getByText("1 changed").waitFor();
  await look(ada, "roll-back-dialog");
  await ada
    .getByRole("dialog")
    .getByRole("button", { name: /^Roll back/ })
    .click();
  await ada.waitForURL(/\/versions\/3$/);
  await ada.getByText("content of v1").waitFor();
  await expect.poll(() => servedHost("orders"), { timeout: 90_000 }).toBe("orders.internal");
  // The page is read anew when the instance reports, and has no title for a moment then.
  await ada.getByText("1 of 1 instances").waitFor({ timeout: 90_000 });
  await look(ada, "version-rolled-back");
  await ada.getByRole("button", { name: "Add a tag" }).click();
  await ada.getByLabel("Tags", { exact: true }).fill("stable, before-move");
  await ada.getByRole("button", { name: "Save", exact: true }).click();
  await ada.getByText("before-move").waitFor();
});

it("two people edit one group at once: both changes are published, a changed draft is told before, the message stays", { timeout: 600_000 }, async () => {
  const group = pathOf(SHARED);
  await ada.goto(group);
  await publish(ada, SERVICES, "Base");
  await draft(ada, SERVICES.replace("orders.internal", "orders.of-ada"));
  await ada.goto(`${group}/configuration/review`);
  await ada.getByLabel("Message").fill("Ada moves orders");
  await bob.goto(`${group}/configuration/yaml`);
  await draft(bob, SERVICES.replace("orders.internal", "orders.of-ada").replace("billing.internal", "billing.of-bob"));
  // Told whether the page was read anew before she clicks or after.
  await ada
    .getByRole("button", { name: "Publish", exact: true })
    .click({ timeout: 2000 })
    .catch(() => undefined);
  await ada.getByText("The draft changed while you reviewed it").waitFor();
  await ada.getByText(/Bob Editor/).waitFor();
  await look(ada, "review-moved");
  expect(await ada.getByLabel("Message").inputValue()).toBe("Ada moves orders");
  await ada.getByRole("button", { name: "I have seen it" }).click();
  await ada.getByRole("button", { name: "Publish", exact: true }).click();
  await ada.waitForURL(/\/versions\/2$/);
  for (const host of ["orders.of-ada", "billing.of-bob"]) await ada.getByText(host).first().waitFor();
  await bob.goto(`${group}/configuration/review`);
  await bob.getByText("Nothing to publish").waitFor();
});

it("steps of the draft are listed with who made them, undone, and discarded after telling what is lost", { timeout: 600_000 }, async () => {
  const group = pathOf(SHARED);
  await ada.goto(`${group}/configuration/yaml`);
  await draft(ada, SERVICES.replace("orders.internal", "orders.again"));
  await bob.goto(`${group}/configuration/history`);
  await bob.getByRole("cell", { name: "Ada Lovelace" }).first().waitFor();
  await look(bob, "draft-history");
  await bob.getByRole("button", { name: "Undo" }).first().click();
  await bob.getByRole("dialog").getByRole("button", { name: "Undo" }).click();
  await bob.getByText("Undone.").waitFor();
  await bob.getByText("undone", { exact: true }).first().waitFor();
  await draft(bob, SERVICES.replace("orders.internal", "orders.third"));
  await bob.goto(`${group}/configuration/history`);
  await bob.getByRole("button", { name: "Discard draft" }).click();
  await bob.getByRole("dialog").getByText("Lost for good").waitFor();
  await look(bob, "discard-dialog");
  await bob.getByRole("dialog").getByRole("button", { name: "Discard draft" }).click();
  await bob.getByText("Draft discarded.").waitFor();
});

it("a decK file is imported: a broken one is told by line and kept, a good one is shown before it is taken", { timeout: 600_000 }, async () => {
  const group = pathOf(IMPORTED);
  await ada.goto(group);
  await publish(ada, SERVICES, "Base");
  await ada.goto(`${group}/configuration/import`);
  await look(ada, "import");
  await ada.getByLabel("Or paste a text").fill("services:\n- name: [broken\n");
  await ada.getByRole("button", { name: "Show what would change" }).click();
  await ada
    .getByText(/line \d/i)
    .first()
    .waitFor();
  expect(await ada.getByLabel("Or paste a text").inputValue()).toContain("[broken");
  await look(ada, "import-broken");
  await ada.getByLabel("Or paste a text").fill("");
  await ada.locator("input[type=file]").setInputFiles({ name: "kong.yaml", mimeType: "application/yaml", buffer: Buffer.from(DECK) });
  await ada.getByRole("radio", { name: /Merge/ }).check();
  await ada.getByRole("button", { name: "Show what would change" }).click();
  await ada.getByRole("heading", { name: "What would change" }).waitFor();
  await ada.getByText("1 created").first().waitFor();
  await ada
    .getByText(/_konnect/)
    .first()
    .waitFor();
  await openAll(ada);
  await look(ada, "import-preview");
  await ada.getByRole("button", { name: "Take into the draft" }).click();
  await ada.getByRole("heading", { name: "Review and publish" }).waitFor();
  await ada.getByText("orders.example.com").first().waitFor({ state: "attached" });
});

it("a mass delete and an empty config are published only once the count was typed", { timeout: 600_000 }, async () => {
  const group = pathOf(GUARDED);
  await ada.goto(group);
  await publish(ada, SERVICES, "Base");
  await draft(ada, '_format_version: "3.0"\n');
  await ada.goto(`${group}/configuration/review`);
  await ada.getByLabel("Message").fill("All away");
  const button = ada.getByRole("button", { name: "Publish", exact: true });
  expect(await button.isDisabled()).toBe(true);
  await ada.getByText("Publishing deletes everything: all 5 entities of v1.").waitFor();
  expect(await ada.getByText("No fault found").count()).toBe(0);
  await look(ada, "review-guard");
  await ada.getByLabel("How many entities go").fill("5");
  await button.click();
  await ada.waitForURL(/\/versions\/2$/);
});

it("an export has secrets in clear for who may have them alone", { timeout: 600_000 }, async () => {
  const vera = await pageOf("vera@example.com");
  const save = async (page: Page, item: number) => {
    await page.goto(`${pathOf(IMPORTED)}/versions/1`);
    await page.getByRole("button", { name: "Export" }).click();
    if (item === 0 && page === vera) await look(page, "export-menu-viewer");
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem").nth(item).click()]);
    return readFileSync(await download.path(), "utf8");
  };
  expect(await save(ada, 0)).toContain("the-key-of-alice");
  expect(await save(ada, 2)).not.toContain("the-key-of-alice");
  expect(await save(vera, 0)).not.toContain("the-key-of-alice");
  await vera.goto(`${pathOf(IMPORTED)}/configuration/review`);
  await vera.getByText("Your role (Viewer) does not publish").waitFor();
  await look(vera, "review-viewer");
});
