import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Executor } from "@/db/client";
import { members, orgs, runtimeGroups } from "@/db/schema/index";
import { addPerson, type Console, draft, look, PASSWORD, publishDraft, signIn, startConsole } from "@/tests/support/console-world";
import { startMailServer } from "@/tests/support/mail-server";

const ORG = { id: randomUUID(), slug: "acme", name: "Acme", createdAt: Date.now() };
const groupNamed = (name: string) => ({ id: randomUUID(), name, orgId: ORG.id, createdAt: Date.now(), updatedAt: Date.now() });
const [STAGING, PROD] = [groupNamed("staging"), groupNamed("prod")];
const pathOf = (group: { id: string }, rest = "") => `/o/acme/runtime-groups/${group.id}${rest}`;
const documentFor = (host: string) => `_format_version: '3.0'\nservices:\n- name: echo\n  host: ${host}.internal\n`;

/** Ada owns Acme with its groups staging and prod; Hopper can sign in, and belongs to nothing. */
async function arrange(tx: Executor, passwordHash: string): Promise<void> {
  const ada = await addPerson(tx, "Ada Lovelace", passwordHash);
  await addPerson(tx, "Hopper Guest", passwordHash);
  await tx.insert(orgs).values(ORG);
  await tx.insert(members).values({ orgId: ORG.id, userId: ada.id, role: "owner", createdAt: ORG.createdAt });
  await tx.insert(runtimeGroups).values([STAGING, PROD]);
}

let console_: Console;
let mail: Awaited<ReturnType<typeof startMailServer>>;
let ada: Page;
let grace: Page;

const row = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });
const dialog = (page: Page) => page.getByRole("dialog");

/** Ada invites this address; gives the link that she is shown. `inStaging`: a role there besides. */
async function invite(email: string, role: string, inStaging?: string): Promise<string> {
  await ada.goto("/o/acme/settings/members");
  await ada.getByRole("button", { name: "Invite" }).click();
  await dialog(ada).getByLabel("Email").fill(email);
  await dialog(ada).getByLabel("Role", { exact: true }).selectOption(role);
  if (inStaging) {
    await dialog(ada).getByRole("button", { name: "Role on a group" }).click();
    await dialog(ada).getByLabel("Group", { exact: true }).selectOption("staging");
    await dialog(ada).getByLabel("Role in staging", { exact: true }).selectOption(inStaging);
  }
  await dialog(ada).getByRole("button", { name: "Invite" }).click();
  const link = await dialog(ada).getByLabel(`Invitation link for ${email}`, { exact: true }).innerText();
  await dialog(ada).getByText(`Mailed to ${email}.`).waitFor();
  expect(mail.mails.at(-1)?.source).toContain(link);
  await dialog(ada).getByRole("button", { name: "Done" }).click();
  await row(ada, email).waitFor();
  return link;
}

beforeAll(async () => {
  mail = await startMailServer();
  console_ = await startConsole(arrange, mail.settings);
  ada = await console_.newPage();
  await ada.goto("/");
  await signIn(ada, "ada@example.com");
  await ada.getByRole("heading", { name: "Overview" }).waitFor();
  for (const group of [STAGING, PROD]) {
    await ada.goto(pathOf(group));
    await draft(ada, documentFor(group.name));
  }
});

afterAll(async () => {
  await console_?.stop();
  await mail?.[Symbol.asyncDispose]();
});

it("who is invited joins in another browser, and publishes and edits just where the roles say", async () => {
  const link = await invite("grace@example.com", "Viewer", "Deployer");
  await look(ada, "members");
  grace = await console_.newPage();
  await grace.goto(link);
  await grace.getByText("invites grace@example.com to Acme as Viewer, Deployer in staging.").waitFor();
  await look(grace, "invite-new");
  await grace.getByLabel("Your name").fill("Grace Hopper");
  await grace.getByLabel("Password").fill(PASSWORD);
  await grace.getByRole("button", { name: "Create your account and join" }).click();
  await grace.getByRole("heading", { name: "Overview" }).waitFor();

  await grace.goto(pathOf(STAGING, "/configuration/services"));
  await grace.getByRole("link", { name: "echo" }).waitFor();
  expect(await grace.getByRole("link", { name: /New/ }).count()).toBe(0);
  await grace.goto(pathOf(STAGING, "/configuration/yaml"));
  await grace.locator(".cm-content").waitFor();
  expect(await grace.getByRole("button", { name: "Save to the draft" }).count()).toBe(0);
  await publishDraft(grace, "Published by a Deployer");

  await grace.goto(pathOf(PROD, "/configuration/review"));
  await grace.getByText("Your role (Viewer) does not publish. A Deployer, Editor or Admin can.").waitFor();
  expect(await grace.getByRole("button", { name: "Publish", exact: true }).count()).toBe(0);
  await grace.goto("/o/acme/settings/members");
  await row(grace, "Grace Hopper").getByRole("button", { name: "Leave" }).waitFor();
  expect(await grace.getByRole("button", { name: /Invite|Remove|Change/ }).count()).toBe(0);

  await grace.goto(link);
  await grace.getByRole("alert").getByText("This invitation is not good any more").waitFor();
});

it("who is signed out by an Owner is told on the open page, and signs in again", async () => {
  for (const page of [ada, grace]) await page.goto("/o/acme/settings/members");
  await look(ada, "members-of-an-owner");
  await row(ada, "Grace Hopper").getByRole("button", { name: "Sign out" }).click();
  await look(ada, "members-sign-out");
  await dialog(ada).getByRole("button", { name: "Sign out" }).click();
  await ada.getByText("Grace Hopper was signed out.").waitFor();
  await grace.getByText("Your session has ended.").waitFor();
  await grace.goto("/o/acme/settings/members");
  await signIn(grace, "grace@example.com");
  await row(grace, "Grace Hopper").waitFor();
  expect(await grace.getByRole("columnheader", { name: "Second factor" }).count()).toBe(0);
  expect(mail.mails.at(-1)?.source).toContain("Ada Lovelace of Acme ended all your sessions");
});

it("a demotion and a removal show on an open page without a reload", async () => {
  await ada.goto(pathOf(STAGING));
  await draft(ada, documentFor("changed"));
  await grace.goto(pathOf(STAGING, "/configuration/review"));
  await grace.getByLabel("Message").fill("Typed before the demotion");
  await ada.goto("/o/acme/settings/members");
  await ada.getByRole("button", { name: "Change the roles of Grace Hopper" }).click();
  await look(ada, "members-roles");
  await dialog(ada).getByRole("button", { name: "Take the role in staging away" }).click();
  await dialog(ada).getByRole("button", { name: "Save", exact: true }).click();
  await dialog(ada).waitFor({ state: "detached" });
  await grace.getByText("Your role (Viewer) does not publish.").waitFor();

  await row(ada, "Grace Hopper").getByRole("button", { name: "Remove" }).click();
  await dialog(ada).getByRole("button", { name: "Remove" }).click();
  await row(ada, "Grace Hopper").waitFor({ state: "detached" });
  await grace.getByText("There is nothing at this address").waitFor();
});

it("who belongs to no organization reaches its account still", async () => {
  await grace.goto("/");
  await look(grace, "no-organization");
  await grace.getByRole("link", { name: "Your account" }).click();
  await row(grace, "this browser").waitFor();
  await look(grace, "account-of-nobody");
  await grace.getByLabel("Your name").fill("Grace Brewster Hopper");
  await grace.getByRole("button", { name: "Save", exact: true }).click();
  await grace.getByText("Saved.").waitFor();
});

it("an invitation is for one account, which signs in and comes back to take it", async () => {
  const link = await invite("hopper@example.com", "Editor");
  await grace.goto(link);
  await grace.getByText("The invitation is for hopper@example.com").waitFor();
  await grace.getByRole("button", { name: "Sign out" }).click();
  await grace.getByText("hopper@example.com has an account here already.").waitFor();
  await grace.getByRole("link", { name: "Sign in" }).click();
  await signIn(grace, "hopper@example.com");
  await grace.getByRole("button", { name: "Join as Hopper Guest" }).click();
  await grace.getByRole("heading", { name: "Overview" }).waitFor();
  await grace.goto("/o/acme/activity");
  await row(grace, "joined as").getByText("Editor").first().waitFor();
});

it("one's own account shows each browser that is signed in, and ends one of them while it is open", async () => {
  const other = await console_.newPage();
  await other.goto("/login");
  await signIn(other, "hopper@example.com");
  await other.getByRole("heading", { name: "Overview" }).waitFor();
  await grace.getByRole("button", { name: "Account of Hopper Guest" }).click();
  await grace.getByRole("menuitem", { name: "Your account" }).click();
  await grace.getByLabel("Your name").fill("Hopper Member");
  await grace.getByRole("button", { name: "Save", exact: true }).click();
  await grace.getByText("Saved.").waitFor();
  await grace.getByRole("button", { name: "Account of Hopper Member" }).waitFor();
  await row(grace, "this browser").waitFor();
  await look(grace, "account");
  await grace.getByRole("button", { name: "Sign out" }).click();
  await dialog(grace).getByRole("button", { name: "Sign out" }).click();
  await grace.getByRole("button", { name: "Sign out" }).waitFor({ state: "detached" });
  await other.getByText("Your session has ended.").waitFor();
});
