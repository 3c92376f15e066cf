import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { insertOrg } from "@/db/queries/people";
import { createSigningKey } from "@/server/auth/signing";
import { members } from "@/db/schema/index";
import { addPerson, type Console, look, signIn, startConsole } from "@/tests/support/console-world";
import { startIdentityProvider } from "@/tests/support/identity-provider";
import { createKeyRing } from "@/server/at-rest/seal";

const client = { id: "signalbox", secret: "the provider's secret" };
let provider: Awaited<ReturnType<typeof startIdentityProvider>>;
let app: Console;

const DATA_KEY = Buffer.alloc(32, 7);

beforeAll(async () => {
  provider = await startIdentityProvider(client);
  const settings = {
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: client.id,
    OIDC_CLIENT_SECRET: client.secret,
    SIGNALBOX_DATA_KEY: DATA_KEY.toString("base64"),
  };
  app = await startConsole(async (tx, passwordHash) => {
    const ada = await addPerson(tx, "Ada Lovelace", passwordHash);
    const org = { id: randomUUID(), name: "Engines" };
    await insertOrg(tx, {
      org,
      ownerId: ada.id,
      groupId: randomUUID(),
      signingKey: createSigningKey(createKeyRing(DATA_KEY), org.id),
      now: Date.now(),
    });
    const grace = await addPerson(tx, "Grace Hopper", passwordHash);
    await tx.insert(members).values({ orgId: org.id, userId: grace.id, role: "viewer", createdAt: Date.now() });
  }, settings);
}, 600_000);

afterAll(async () => {
  await app?.stop();
  await provider?.close();
});

it("an account of the provider with a member's verified address leads to the page that was wanted; any other is told why not", async () => {
  const page = await app.newPage();
  const signIn = () => page.getByRole("button", { name: "Sign in with single sign-on" }).click();
  for (const person of [
    { email: "ada@example.com", email_verified: false },
    { email: "mallory@example.com", email_verified: true },
  ]) {
    provider.state.person = { ...person, name: "Somebody" };
    await page.goto("/login");
    await signIn();
    await page.getByRole("alert").getByText("That account is of nobody here").waitFor();
  }
  provider.state.person = { email: "Ada@Example.com", email_verified: true, name: "Ada" };
  await page.goto("/login?next=/o/engines/runtime-groups");
  await signIn();
  await page.waitForURL("**/o/engines/runtime-groups");
  await page.getByRole("link", { name: "default" }).first().waitFor();
  expect(page.url()).not.toContain("error");
});

it("an organization that takes single sign-on alone leads a session of a password to it", async () => {
  const ada = await app.newPage();
  await ada.goto("/login?next=/o/engines/settings/sign-in");
  await signIn(ada, "ada@example.com");
  await ada.getByLabel("Single sign-on alone").check();
  await ada.getByRole("button", { name: "Save", exact: true }).click();
  await ada.getByText("Saved.").waitFor();

  const grace = await app.newPage();
  await grace.goto("/login?next=/o/engines/activity");
  await signIn(grace, "grace@example.com");
  await grace.getByRole("heading", { name: "Single sign-on" }).waitFor();
  await look(grace, "single-sign-on");
  provider.state.person = { email: "grace@example.com", email_verified: true, name: "Grace" };
  await grace.getByRole("button", { name: "Sign in with single sign-on" }).click();
  await grace.waitForURL("**/o/engines/activity");
  await grace.getByRole("row").filter({ hasText: "changed how members sign in to" }).waitFor();
});

it("who is invited and has no account joins by single sign-on, without a password", async () => {
  const ada = await app.newPage();
  await ada.goto("/login?next=/o/engines/settings/members");
  await signIn(ada, "ada@example.com");
  await ada.getByRole("button", { name: "Invite" }).click();
  await ada.getByRole("dialog").getByLabel("Email").fill("hedy@example.com");
  await ada.getByRole("dialog").getByRole("button", { name: "Invite" }).click();
  const link = await ada
    .getByRole("dialog")
    .getByText(/#token=/)
    .innerText();

  const hedy = await app.newPage();
  await hedy.goto(link);
  await hedy.getByText("Sign in where hedy@example.com is your address, and come back to this page.").waitFor();
  await look(hedy, "invite-single-sign-on");
  expect(await hedy.getByLabel("Password").count()).toBe(0);
  provider.state.person = { email: "hedy@example.com", email_verified: true, name: "Hedy Lamarr" };
  await hedy.getByRole("button", { name: "Sign in with single sign-on" }).click();
  await hedy.getByRole("button", { name: "Join as Hedy Lamarr" }).click();
  await hedy.getByRole("heading", { name: "Overview" }).waitFor();
});
