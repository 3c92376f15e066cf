import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Executor } from "@/db/client";
import { members, orgs, runtimeGroups, runtimeInstances, signingKeys } from "@/db/schema/index";
import { createSigningKey } from "@/server/auth/signing";
import { addPerson, arriveAs, type Console, draft, look, publish, signIn, startConsole, write } from "@/tests/support/console-world";
import { createKeyRing } from "@/server/at-rest/seal";

const DATA_KEY = Buffer.alloc(32, 7);
const ORG = { id: randomUUID(), slug: "acme", name: "Acme", createdAt: Date.now() };
const GROUP = { id: randomUUID(), name: "edge", orgId: ORG.id, createdAt: Date.now(), updatedAt: Date.now() };
const INSTANCE = {
  id: randomUUID(),
  orgId: ORG.id,
  groupId: GROUP.id,
  credentialHash: "of no credential",
  hostname: "gateway-7",
  gatewayVersion: "3.9.3",
  firstSeenAt: Date.now(),
  lastSeenAt: Date.now(),
};
const GROUP_PATH = `/o/acme/runtime-groups/${GROUP.id}`;
const DOCUMENT = "_format_version: '3.0'\nservices:\n- name: echo\n  host: echo.internal\n";

/** Next puts a title in place a moment after the page. */
const titled = (page: Page, title: string) => page.waitForFunction((wanted) => document.title === wanted, title);

/** Ada owns the org Acme, Vera views it; its group edge has one instance. */
async function arrange(tx: Executor, passwordHash: string): Promise<void> {
  const [ada, vera] = [await addPerson(tx, "Ada Lovelace", passwordHash), await addPerson(tx, "Vera Viewer", passwordHash)];
  await tx.insert(orgs).values(ORG);
  await tx.insert(members).values([
    { orgId: ORG.id, userId: ada.id, role: "owner", createdAt: ORG.createdAt },
    { orgId: ORG.id, userId: vera.id, role: "viewer", createdAt: ORG.createdAt },
  ]);
  await tx.insert(runtimeGroups).values(GROUP);
  await tx.insert(runtimeInstances).values(INSTANCE);
  // Sealed with another key than the server's: it is shown here, and signs nothing.
  await tx.insert(signingKeys).values({ ...createSigningKey(createKeyRing(DATA_KEY), ORG.id), orgId: ORG.id, createdAt: ORG.createdAt });
}

const save = (page: Page) => page.getByRole("button", { name: "Save to the draft" });

let console_: Console;
let ada: Page;

const pageOf = async (email: string): Promise<Page> => arriveAs(await console_.newPage(), email);

beforeAll(async () => {
  console_ = await startConsole(arrange, { SIGNALBOX_DATA_KEY: DATA_KEY.toString("base64") });
  ada = await pageOf("ada@example.com");
}, 600_000);

afterAll(() => console_?.stop());

it("a wrong password is told and keeps the email; guessing must wait", async () => {
  const page = await console_.newPage();
  await page.goto("/login");
  await look(page, "login");
  await signIn(page, "guessed@example.com", "a guess");
  await page.getByRole("alert").getByText("Email and password do not match.").waitFor();
  expect(await page.getByLabel("Email").inputValue()).toBe("guessed@example.com");
  const tooMany = page.getByRole("alert").getByText(/Too many tries. Try again in \d+ second/);
  while ((await tooMany.count()) === 0) {
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("button", { name: "Sign in", disabled: false }).waitFor();
  }
  await page.context().close();
});

it("signing out ends this session, signing out everywhere ends the others too", async () => {
  const [here, there] = [await pageOf("ada@example.com"), await pageOf("ada@example.com")];
  await here.getByRole("button", { name: "Account of Ada Lovelace" }).click();
  await here.getByRole("menuitem", { name: "Sign out", exact: true }).click();
  await here.waitForURL(/\/login$/);
  await here.goto("/o/acme");
  await here.waitForURL(/\/login\?next=/);
  await there.reload();
  await there.getByRole("button", { name: "Account of Ada Lovelace" }).click();
  await there.getByRole("menuitem", { name: "Sign out everywhere" }).click();
  await there.waitForURL(/\/login$/);
  const wanted = `${GROUP_PATH}/instances?sort=-host&sync=in+sync`;
  await ada.goto(wanted);
  await ada.waitForURL(/\/login\?next=/);
  await signIn(ada, "ada@example.com");
  await ada.waitForURL(wanted);
  await ada.getByText("No instance fits this search").waitFor();
  await Promise.all([here.context().close(), there.context().close()]);
});

it("a group is created, found, changed, and deleted only by its typed name, which tells the orphans", async () => {
  await ada.goto("/o/acme/runtime-groups");
  await ada.getByRole("button", { name: "New runtime group" }).press("Enter");
  await ada.getByRole("dialog").getByLabel("Group name").fill("edge");
  await ada.getByLabel("Description").fill("At the edge of it all");
  await look(ada, "new-group");
  await ada.getByRole("button", { name: "Create group" }).click();
  await ada.getByText("A group of this name exists already").waitFor();
  expect(await ada.getByLabel("Description").inputValue()).toBe("At the edge of it all");
  await ada.getByLabel("Group name").fill("inner");
  await ada.keyboard.press("Enter");
  await ada.getByRole("heading", { level: 1, name: "inner" }).waitFor();
  await titled(ada, "Overview · inner · Acme · Signalbox");

  await ada.getByRole("link", { name: "Settings" }).last().click();
  await ada.getByLabel("Labels").fill("stage=prod, region=eu");
  await ada.getByRole("button", { name: "Save", exact: true }).click();
  await ada.getByText("Saved.").waitFor();
  await ada.goto("/o/acme/runtime-groups");
  await ada.getByRole("searchbox").fill("stage=prod");
  await ada.waitForURL(/q=stage/);
  await ada.getByRole("link", { name: "inner" }).waitFor();
  expect(await ada.getByRole("link", { name: "edge", exact: true }).count()).toBe(0);

  await ada.goto(`${GROUP_PATH}/settings`);
  await ada.getByRole("button", { name: "Delete this group" }).click();
  await ada.getByRole("dialog").getByText("1 instance becomes an orphan: it keeps serving what it runs").waitFor();
  await look(ada, "delete-group");
  await ada.getByLabel("Type edge to delete it").fill("Edge");
  expect(await ada.getByRole("button", { name: "Delete group" }).isDisabled()).toBe(true);
  await ada.getByLabel("Type edge to delete it").fill("edge");
  expect(await ada.getByRole("button", { name: "Delete group" }).isEnabled()).toBe(true);
  await ada.keyboard.press("Escape");
  await ada.goto("/o/acme/runtime-groups?q=inner");
  await ada.getByRole("link", { name: "inner" }).click();
  await ada.getByRole("button", { name: "Delete this group" }).click();
  await ada.getByLabel("Type inner to delete it").fill("inner");
  await ada.getByRole("button", { name: "Delete group" }).click();
  await ada.waitForURL(/\/runtime-groups$/);
  await ada.getByRole("link", { name: "edge" }).waitFor();
  expect(await ada.getByRole("link", { name: "inner" }).count()).toBe(0);
});

it("an enrollment token is shown once, copied, listed without its secret, and revoked", async () => {
  await ada.goto(`${GROUP_PATH}/instances/new`);
  await ada.clock.install();
  await ada.getByRole("button", { name: "Generate" }).click();
  const token = /sbe_\w+/.exec(
    (await ada
      .getByText(/^sbe_\w+$/)
      .first()
      .textContent()) ?? "",
  )?.[0];
  await ada.getByRole("button", { name: "Copy the enrollment token" }).click();
  await ada.getByRole("status").getByText("Copied").waitFor();
  expect(await ada.evaluate(() => navigator.clipboard.readText())).toBe(token);
  await ada.clock.fastForward(61_000);
  await ada.getByText("Nothing was heard for a minute").waitFor();
  await look(ada, "new-instance-late");
  ada.once("dialog", (dialog) => void dialog.accept());
  await ada.goto(`${GROUP_PATH}/settings`);
  expect(await ada.content()).not.toContain(token);
  await ada.getByRole("button", { name: "Revoke" }).click();
  await ada.getByRole("dialog").getByText("It enrolls nothing more").waitFor();
  await ada.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await ada.getByRole("cell").getByText("revoked").waitFor();
});

it("an access token is shown once, and opens the REST API, which a session does not", async () => {
  await ada.goto("/o/acme/settings/tokens");
  await ada.getByRole("button", { name: "New token" }).click();
  await ada.getByLabel("Token name").fill("laptop");
  await ada.getByLabel("Lives for (days)").fill("6");
  await ada.getByRole("button", { name: "Make token" }).click();
  const token = await ada.getByRole("region", { name: "the access token" }).innerText();
  await ada.getByRole("button", { name: "I have copied it" }).click();
  await ada.getByText("expires in 5 days").waitFor();
  await look(ada, "access-tokens");
  expect(await ada.content()).not.toContain(token);
  const statusOf = (headers: Record<string, string>) => ada.request.get("/api/v1/orgs/acme", { headers }).then((answer) => answer.status());
  expect([await statusOf({ Authorization: `Bearer ${token}` }), await statusOf({})]).toEqual([200, 401]);
  await ada.getByRole("button", { name: "Revoke" }).click();
  await ada.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await ada.getByText("Access token revoked.").waitFor();
  expect(await statusOf({ Authorization: `Bearer ${token}` })).toBe(401);
  await ada.goto("/docs/api");
  await ada.locator("#publishDraft summary").click();
  await look(ada, "rest-api");
});

it("a credential is revoked only after it was told what that does", async () => {
  await ada.goto(`${GROUP_PATH}/instances/${INSTANCE.id}`);
  await titled(ada, "gateway-7 · edge · Acme · Signalbox");
  await ada.getByRole("button", { name: "Revoke credential" }).click();
  await ada.getByRole("dialog").getByText("keeps serving what it runs").waitFor();
  await ada.keyboard.press("Escape");
  expect(await ada.getByText("The credential is revoked").count()).toBe(0);
  await ada.getByRole("button", { name: "Revoke credential" }).click();
  await ada.getByRole("dialog").getByRole("button", { name: "Revoke credential" }).click();
  await ada.getByText("The credential is revoked").waitFor();
});

it("the palette finds a page, a group and an instance, by keys alone", async () => {
  await ada.goto("/o/acme/activity");
  const go = async (text: string, option: string) => {
    await ada.keyboard.press("ControlOrMeta+k");
    await ada.getByPlaceholder("Find a page").fill(text);
    await ada.getByRole("option", { name: option }).waitFor();
    await ada.keyboard.press("Enter");
  };
  await ada.getByRole("heading", { name: "Activity" }).waitFor();
  await go("gateway", "gateway-7 in edge");
  await ada.getByRole("heading", { name: "gateway-7" }).waitFor();
  await go("organization set", "Organization settings");
  await ada.getByRole("heading", { name: "Settings", exact: true }).waitFor();
  await ada.keyboard.press("ControlOrMeta+k");
  await ada.getByPlaceholder("Find a page").fill("no such thing");
  await ada.getByText("Nothing is named like this").waitFor();
  await look(ada, "palette");
  await ada.keyboard.press("Escape");
  await go("edge", "edge");
  await ada.getByRole("heading", { level: 1, name: "edge" }).waitFor();
});

it("a second organization of the same name is another one, and the menu goes between them", async () => {
  await ada.goto("/o/acme");
  await ada.getByRole("button", { name: "Organization Acme" }).click();
  await ada.getByRole("menuitem", { name: "New organization" }).click();
  await ada.getByLabel("Organization name").fill("Acme");
  await ada.getByRole("button", { name: "Create organization" }).click();
  await ada.waitForURL(/\/o\/acme-2$/);
  await ada.getByText("First steps").waitFor();
  expect(await ada.getByRole("link", { name: "edge" }).count()).toBe(0);
  await ada.getByRole("button", { name: "Organization Acme" }).click();
  await look(ada, "org-menu");
  await ada.getByRole("menuitem", { name: "acme", exact: false }).first().click();
  await ada.getByRole("link", { name: "edge", exact: true }).waitFor();
});

it("a refused text stays in the editor with what is wrong, and so does one whose session has ended", async () => {
  await ada.goto(`${GROUP_PATH}/configuration/yaml`);
  await write(ada, `${DOCUMENT}nonsense: 1\n`);
  await save(ada).click();
  await ada
    .getByRole("alert")
    .getByText(/nonsense/)
    .waitFor();
  await look(ada, "configuration-fault");
  await write(ada, DOCUMENT);
  const cookies = await ada.context().cookies();
  await ada.context().clearCookies();
  await save(ada).click();
  await ada.getByRole("alert").getByText("Nothing you typed is lost").waitFor();
  expect(await ada.locator(".cm-content").innerText()).toContain("echo.internal");
  await ada.context().addCookies(cookies);
  await publish(ada, DOCUMENT, "Taken");
  // What was typed outlives the browser's own way back.
  await ada.goto(`${GROUP_PATH}/configuration`);
  await ada.getByRole("link", { name: "YAML", exact: true }).click();
  await ada.locator(".cm-content").getByText("echo.internal").waitFor();
  await write(ada, `${DOCUMENT}# not yet\n`);
  await ada.goBack();
  await ada.getByRole("heading", { name: "Traffic" }).last().waitFor();
  await ada.goForward();
  await ada.getByText("# not yet").waitFor();
  await ada.getByRole("button", { name: "Back to the draft's" }).click();
  await ada.getByText("# not yet").waitFor({ state: "detached" });
});

it("a page that renews itself at the very moment at which its session ends stays, with what was typed, and goes on after a sign-in", async () => {
  const renewals = /[?&]_rsc=/;
  let type = () => {};
  const typed = new Promise<void>((done) => (type = done));
  const renewed = new Promise<void>((done) => {
    // The page's own looks still find the session; its renewal is the first to come without. What links fetch ahead is none.
    void ada.route(renewals, async (route) => {
      const { cookie: _, ...headers } = await route.request().allHeaders();
      if ("next-router-prefetch" in headers || "next-router-segment-prefetch" in headers) return route.continue();
      await typed;
      const own = Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(":")));
      const answer = await fetch(route.request().url(), { headers: own, redirect: "manual" });
      await route.fulfill({ status: answer.status, headers: Object.fromEntries(answer.headers), body: Buffer.from(await answer.arrayBuffer()) });
      done();
    });
  });
  await ada.goto(`${GROUP_PATH}/settings`);
  await ada.getByLabel("Description").fill("Typed while the session ends");
  const title = await ada.title();
  type();
  await renewed;
  // One that is on its way is answered first, or it would be twice.
  await ada.unrouteAll({ behavior: "wait" });
  const cookies = await ada.context().cookies();
  await ada.context().clearCookies();
  await ada.getByText("Your session has ended. Sign in in a new tab").waitFor();
  expect([await ada.getByLabel("Description").inputValue(), new URL(ada.url()).pathname, await ada.title()]).toEqual([
    "Typed while the session ends",
    `${GROUP_PATH}/settings`,
    title,
  ]);
  await ada.context().addCookies(cookies);
  await ada.getByText("Your session has ended. Sign in in a new tab").waitFor({ state: "detached" });
  await ada.getByRole("button", { name: "Save", exact: true }).click();
  await ada.getByText("Saved.").waitFor();
  // Whoever goes elsewhere without a session is led to sign in.
  await ada.context().clearCookies();
  await ada.getByRole("link", { name: "Activity" }).click();
  await ada.waitForURL(/\/login\?next=/);
  await ada.context().addCookies(cookies);
});

it("what somebody else saves meanwhile is shown where nothing was typed, and told where something was", { timeout: 400_000 }, async () => {
  const other = await ada.context().newPage();
  await Promise.all([ada, other].map((page) => page.goto(`${GROUP_PATH}/configuration/yaml`)));
  await draft(other, DOCUMENT.replace("echo.internal", "theirs.internal"));
  await ada.getByText("theirs.internal").waitFor({ timeout: 90_000 });
  await write(ada, DOCUMENT.replace("echo.internal", "mine.internal"));
  await draft(other, DOCUMENT.replace("echo.internal", "theirs-again.internal"));
  await save(ada).click();
  await ada.getByRole("alert").getByText("The draft has changed since").waitFor();
  expect(await ada.locator(".cm-content").innerText()).toContain("mine.internal");
  await save(ada).click();
  await ada.getByText("Saved to the draft.").waitFor();
  await other.close();
});

it("a signing key is added beside the one there is, told what it does, and the old one removed", async () => {
  await ada.goto("/o/acme/settings/signing-keys");
  expect(await ada.getByRole("button", { name: "Remove" }).count()).toBe(0);
  await ada.getByRole("button", { name: "Add a key" }).click();
  await ada.getByRole("dialog").getByRole("button", { name: "Add a key" }).click();
  await ada.getByText("The key was added.").waitFor();
  await look(ada, "signing-keys");
  await ada.getByRole("button", { name: "Remove" }).last().click();
  await ada.getByRole("dialog").getByText("Agents that pin it keep serving").waitFor();
  await ada.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await ada.getByText(/The key sbk-\w+ was removed/).waitFor();
  await ada.getByRole("button", { name: "Remove" }).first().waitFor({ state: "detached" });
  await ada.getByText("nodes that are set up now pin it").waitFor();
});

it("a page that cannot reach the server says so, keeps what was typed, and goes on by itself", async () => {
  await ada.goto(`${GROUP_PATH}/settings`);
  await ada.getByLabel("Description").fill("Typed while away");
  await ada.context().setOffline(true);
  await ada.getByText("Signalbox cannot be reached. This page shows what was last known").waitFor();
  await ada.getByRole("button", { name: "Save", exact: true }).click();
  await ada.getByRole("alert").getByText("Nothing you typed is lost").waitFor();
  await ada.context().setOffline(false);
  await ada.getByText("This page shows what was last known").waitFor({ state: "detached" });
  expect(await ada.getByLabel("Description").inputValue()).toBe("Typed while away");
  await ada.getByRole("button", { name: "Save", exact: true }).click();
  await ada.getByText("Saved.").waitFor();
});

it("a viewer is offered nothing that the role forbids", async () => {
  const vera = await pageOf("vera@example.com");
  await vera.goto(`${GROUP_PATH}/configuration`);
  await vera.getByText("Your role (Viewer) does not edit").waitFor();
  expect(await vera.getByRole("link", { name: "New instance" }).count()).toBe(0);
  await vera.goto(`${GROUP_PATH}/settings`);
  await vera.getByText("Your role (Viewer) does not change this group").waitFor();
  expect(await vera.getByRole("button", { name: /Delete|Revoke|Save/ }).count()).toBe(0);
  await vera.context().close();
});

it("what is not there, or not ours, is a page with a way back and the status 404", async () => {
  for (const path of [
    "/o/elsewhere",
    `/o/acme/runtime-groups/${randomUUID()}`,
    `${GROUP_PATH}/versions/99`,
    `${GROUP_PATH}/instances/${randomUUID()}`,
    "/nowhere",
  ]) {
    const answer = await ada.goto(path);
    expect([path, answer?.status()]).toEqual([path, 404]);
    await ada.getByRole("heading", { name: "Not found" }).waitFor();
    await ada.getByRole("link", { name: "To the console" }).waitFor();
  }
  await look(ada, "not-found");
});
