import { randomUUID } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Executor } from "@/db/client";
import { members, orgs } from "@/db/schema/index";
import { addPerson, type Console, look, PASSWORD, signIn, startConsole } from "@/tests/support/console-world";
import { startMailServer } from "@/tests/support/mail-server";

const ORG = { id: randomUUID(), slug: "acme", name: "Acme", createdAt: Date.now() };

/** Ada owns Acme, Grace views it. */
async function arrange(tx: Executor, passwordHash: string): Promise<void> {
  const [ada, grace] = [await addPerson(tx, "Ada Lovelace", passwordHash), await addPerson(tx, "Grace Hopper", passwordHash)];
  await tx.insert(orgs).values(ORG);
  await tx.insert(members).values({ orgId: ORG.id, userId: ada.id, role: "owner", createdAt: ORG.createdAt });
  await tx.insert(members).values({ orgId: ORG.id, userId: grace.id, role: "viewer", createdAt: ORG.createdAt });
}

let console_: Console;
let mail: Awaited<ReturnType<typeof startMailServer>>;
let ada: Page;
let secret = "";

/** The code of now, or of a step later, which is taken too: no code is taken twice. */
const code = (steps = 0) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 });
const overview = (page: Page) => page.getByRole("heading", { name: "Overview" }).waitFor();

beforeAll(async () => {
  mail = await startMailServer();
  console_ = await startConsole(arrange, mail.settings);
  ada = await console_.newPage();
  await ada.goto("/");
  await signIn(ada, "ada@example.com");
  await overview(ada);
});

afterAll(async () => {
  await console_?.stop();
  await mail?.[Symbol.asyncDispose]();
});

it("an organization that asks for a second factor leads to its set-up, and the next sign-in asks for a code", async () => {
  await ada.goto("/o/acme/settings/sign-in");
  await ada.getByLabel("Members need a second factor").check();
  await ada.getByRole("button", { name: "Value" }).click();
  await look(ada, "sign-in-rules");
  await ada.getByRole("button", { name: "Take value 1 away" }).click();
  await ada.getByRole("button", { name: "Save", exact: true }).click();
  await ada.getByRole("heading", { name: "Set up a second factor" }).waitFor();
  await ada.getByLabel("Your password").fill(PASSWORD);
  await ada.getByRole("button", { name: "Set up a second factor" }).click();
  await ada.getByRole("img", { name: "QR code of the key below" }).waitFor();
  await look(ada, "second-factor-set-up");
  secret = /[A-Z2-7]{32}/.exec(await ada.getByRole("main").innerText())?.[0] ?? "";
  await ada.getByLabel("Code").fill(code());
  await ada.getByRole("button", { name: "Turn it on" }).click();
  await ada.getByText("Shown this once").waitFor();
  await look(ada, "recovery-codes");
  await ada.getByRole("button", { name: "I have kept them" }).click();
  await ada.getByRole("heading", { name: "Settings" }).waitFor();
  await ada.goto("/o/acme/account");
  await ada.getByText("On. 10 of 10 recovery codes are left.").waitFor();
  await look(ada, "account-second-factor");

  await ada.context().clearCookies();
  await ada.goto("/o/acme/activity");
  await look(ada, "login");
  await signIn(ada, "ada@example.com");
  await ada.getByRole("heading", { name: "Second factor" }).waitFor();
  await look(ada, "login-code");
  const session = async () => (await ada.context().cookies()).find((each) => each.name === "authjs.session-token")?.value ?? "none";
  const owing = await session();
  await ada.getByLabel("Code").fill("000000");
  await ada.getByRole("button", { name: "Sign in" }).click();
  await ada.getByText("This code is wrong, or was used already.").waitFor();
  await ada.getByLabel("Code").fill(code(1));
  await ada.getByRole("button", { name: "Sign in" }).click();
  await ada.getByRole("row").filter({ hasText: "signed in as" }).first().waitFor();
  expect(new URL(ada.url()).search, "without Next's own mark").toBe("");
  expect(await session(), "another cookie").not.toBe(owing);
  const thief = await console_.newPage();
  await thief.context().addCookies([{ name: "authjs.session-token", value: owing, url: console_.base }]);
  for (const path of ["/o/acme", "/login/code?next=/"]) {
    await thief.goto(path);
    await thief.getByRole("heading", { name: "Sign in" }).waitFor();
  }
  await thief.context().close();
  const device = (await ada.context().cookies()).find((each) => each.name === "signalbox-device");
  expect(device).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
});

it("a new password is set by a link, mailed or made by an Owner, and signs in", async () => {
  await ada.goto("/o/acme/settings/members");
  await ada.getByRole("button", { name: "New password for Grace Hopper" }).click();
  await ada.getByRole("button", { name: "Make a link" }).click();
  const link = await ada.getByLabel("Link to a new password for grace@example.com", { exact: true }).innerText();
  await look(ada, "members-reset-link");

  const grace = await console_.newPage();
  await grace.goto("/login");
  await grace.getByRole("link", { name: "Forgot your password?" }).click();
  // Both pages have a field of this name.
  await grace.getByRole("heading", { name: "New password" }).waitFor();
  await grace.getByLabel("Email").fill("grace@example.com");
  await look(grace, "login-forgot");
  await grace.getByRole("button", { name: "Mail me a link" }).click();
  await grace.getByText("a mail with a link is on its way").waitFor();
  await expect.poll(() => mail.mails.at(-1)?.source).toContain("/reset#token=");

  await grace.goto(link);
  await grace.getByLabel("New password").fill("another horse battery");
  await look(grace, "reset");
  await grace.getByRole("button", { name: "Set the new password" }).click();
  await grace.getByText("Your new password is set").waitFor();
  await signIn(grace, "grace@example.com", "another horse battery");
  await grace.getByRole("heading", { name: "Set up a second factor" }).waitFor();
  await grace.goto(link);
  await grace.getByLabel("New password").fill("another horse battery");
  await grace.getByRole("button", { name: "Set the new password" }).click();
  await grace.getByText("This link is not good any more").waitFor();
});
